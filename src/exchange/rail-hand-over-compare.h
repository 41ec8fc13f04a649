/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-folder-item.h"

G_BEGIN_DECLS

GListModel *rail_hand_over_compare        (RailHandOver        *self,
                                           GFile               *folder,
                                           GError             **error);
void        rail_hand_over_compare_async  (RailHandOver        *self,
                                           GFile               *folder,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
GListModel *rail_hand_over_compare_finish (RailHandOver        *self,
                                           GAsyncResult        *result,
                                           GError             **error);
void        rail_hand_over_take_leftovers (RailHandOver        *self,
                                           GListModel          *items);

G_END_DECLS
