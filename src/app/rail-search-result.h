/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project-search.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the search over the whole project offers: a device, a certificate or a command, and the action that goes there. */
#define RAIL_TYPE_SEARCH_RESULT (rail_search_result_get_type ())
G_DECLARE_FINAL_TYPE (RailSearchResult, rail_search_result, RAIL, SEARCH_RESULT, GObject)

RailSearchResult *rail_search_result_new_action   (const char       *title,
                                                   const char       *action,
                                                   GVariant         *target);
RailSearchResult *rail_search_result_new_hit      (const RailHit    *hit);
const char       *rail_search_result_get_title    (RailSearchResult *self);
const char       *rail_search_result_get_subtitle (RailSearchResult *self);
const char       *rail_search_result_get_icon     (RailSearchResult *self);
const char       *rail_search_result_get_action   (RailSearchResult *self);
GVariant         *rail_search_result_get_target   (RailSearchResult *self);

G_END_DECLS
