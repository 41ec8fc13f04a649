/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-folder-item.h"

G_BEGIN_DECLS

GtkWidget *rail_folder_row_new (RailHandOver   *hand_over,
                                RailFolderItem *item,
                                gboolean        is_compared);

G_END_DECLS
