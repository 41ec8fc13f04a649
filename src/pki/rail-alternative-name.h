/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  RAIL_NAME_TYPE_URI   = 1 << 0,
  RAIL_NAME_TYPE_IP    = 1 << 1,
  RAIL_NAME_TYPE_DNS   = 1 << 2,
  RAIL_NAME_TYPE_RID   = 1 << 3,
  RAIL_NAME_TYPE_EMAIL = 1 << 4,
  RAIL_NAME_TYPE_OTHER = 1 << 5,
} RailNameType;

#define RAIL_TYPE_NAME_TYPE (rail_name_type_get_type ())
GType        rail_name_type_get_type  (void);
const char  *rail_name_type_get_label (RailNameType  type);

#define RAIL_TYPE_ALTERNATIVE_NAME (rail_alternative_name_get_type ())
G_DECLARE_FINAL_TYPE (RailAlternativeName, rail_alternative_name, RAIL, ALTERNATIVE_NAME, GObject)

RailAlternativeName *rail_alternative_name_new       (RailNameType          type,
                                                      const char           *value);
RailAlternativeName *rail_alternative_name_parse     (const char           *text,
                                                      GError              **error);
RailNameType         rail_alternative_name_get_name_type (RailAlternativeName *self);
void                 rail_alternative_name_set_name_type (RailAlternativeName *self,
                                                          RailNameType         type);
const char          *rail_alternative_name_get_value (RailAlternativeName  *self);
void                 rail_alternative_name_set_value (RailAlternativeName  *self,
                                                      const char           *value);
gboolean             rail_alternative_name_validate  (RailAlternativeName  *self,
                                                      GError              **error);
char                *rail_alternative_name_to_string (RailAlternativeName  *self);

G_END_DECLS
