/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-date-row"

#include "config.h"

#include "rail-date-row.h"

#include <stdio.h>

struct _RailDateRow
{
  AdwEntryRow     parent_instance;

  /* Template widgets */
  GtkCalendar    *calendar;
  GtkMenuButton  *button;

  gint64          time;
  gboolean        valid;
  gboolean        busy;    /* the text is being set from the time, or the other way round */
};

G_DEFINE_FINAL_TYPE (RailDateRow, rail_date_row, ADW_TYPE_ENTRY_ROW)

enum
{
  PROP_0,
  PROP_TIME,
  PROP_VALID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Accepts 2037-12-31 and 2037-12-31 23:59, with seconds or without. */
static gboolean
parse_time (const char *text,
            gint64     *out_time)
{
  int year, month, day, hour = 0, minute = 0, second = 0;
  int end_of_date = -1, end_of_time = -1, end = -1;
  g_autoptr(GDateTime) date = NULL;

  if (sscanf (text, " %4d-%2d-%2d %n", &year, &month, &day, &end_of_date) < 3 || end_of_date < 0)
    return FALSE;
  if (text[end_of_date] != '\0')
    {
      if (sscanf (text + end_of_date, "%2d:%2d %n", &hour, &minute, &end_of_time) < 2 || end_of_time < 0)
        return FALSE;
      if (text[end_of_date + end_of_time] != '\0' &&
          (sscanf (text + end_of_date + end_of_time, ":%2d %n", &second, &end) < 1 || end < 0 ||
           text[end_of_date + end_of_time + end] != '\0'))
        return FALSE;
    }
  date = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (date == NULL)
    return FALSE;
  *out_time = g_date_time_to_unix (date);
  return TRUE;
}

static char *
format_time (gint64 unix_utc)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (unix_utc);

  if (date == NULL)
    return g_strdup ("");
  return g_date_time_format (date, g_date_time_get_second (date) != 0 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M");
}

static void
set_valid (RailDateRow *self,
           gboolean     valid)
{
  if (self->valid == valid)
    return;
  self->valid = valid;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
show_in_calendar (RailDateRow *self)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (self->time);

  if (date != NULL)
    gtk_calendar_select_day (self->calendar, date);
}

static void
text_changed_cb (RailDateRow *self)
{
  gint64 time;

  if (self->busy)
    return;
  if (!parse_time (gtk_editable_get_text (GTK_EDITABLE (self)), &time))
    {
      set_valid (self, FALSE);
      return;
    }
  set_valid (self, TRUE);
  self->busy = TRUE;
  if (time != self->time)
    {
      self->time = time;
      show_in_calendar (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME]);
    }
  self->busy = FALSE;
}

static void
day_selected_cb (RailDateRow *self)
{
  g_autoptr(GDateTime) day = NULL;
  g_autoptr(GDateTime) old = NULL;
  g_autoptr(GDateTime) both = NULL;

  if (self->busy)
    return;
  /* The calendar knows days; the time of day stays. */
  day = gtk_calendar_get_date (self->calendar);
  old = g_date_time_new_from_unix_utc (self->time);
  both = g_date_time_new_utc (g_date_time_get_year (day), g_date_time_get_month (day),
                              g_date_time_get_day_of_month (day),
                              old != NULL ? g_date_time_get_hour (old) : 0,
                              old != NULL ? g_date_time_get_minute (old) : 0,
                              old != NULL ? g_date_time_get_second (old) : 0);
  rail_date_row_set_time (self, g_date_time_to_unix (both));
}

static void
rail_date_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  RailDateRow *self = RAIL_DATE_ROW (object);

  if (prop_id == PROP_TIME)
    g_value_set_int64 (value, self->time);
  else if (prop_id == PROP_VALID)
    g_value_set_boolean (value, self->valid);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
rail_date_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_TIME)
    rail_date_row_set_time (RAIL_DATE_ROW (object), g_value_get_int64 (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
rail_date_row_class_init (RailDateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rail_date_row_get_property;
  object_class->set_property = rail_date_row_set_property;

  /**
   * RailDateRow:time:
   *
   * The last valid time that was typed, in seconds since 1970, UTC.
   */
  properties[PROP_TIME] = g_param_spec_int64 ("time", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * RailDateRow:valid:
   *
   * Whether the text is a date.
   */
  properties[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, TRUE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDateRow, calendar);
  gtk_widget_class_bind_template_child (widget_class, RailDateRow, button);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
}

static void
rail_date_row_init (RailDateRow *self)
{
  self->valid = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "changed", G_CALLBACK (text_changed_cb), NULL);
}

/**
 * rail_date_row_get_time:
 * @self: a row
 *
 * Returns: the last valid time, in seconds since 1970, UTC
 */
gint64
rail_date_row_get_time (RailDateRow *self)
{
  g_return_val_if_fail (RAIL_IS_DATE_ROW (self), 0);
  return self->time;
}

/**
 * rail_date_row_set_time:
 * @self: a row
 * @unix_utc: seconds since 1970, UTC
 *
 * Shows a time. The text stays as it was typed if it says the same.
 */
void
rail_date_row_set_time (RailDateRow *self,
                        gint64       unix_utc)
{
  g_autofree char *text = NULL;
  gint64 typed;

  g_return_if_fail (RAIL_IS_DATE_ROW (self));

  if (self->busy ||
      (self->time == unix_utc && parse_time (gtk_editable_get_text (GTK_EDITABLE (self)), &typed) && typed == unix_utc))
    return;

  text = format_time (unix_utc);
  self->busy = TRUE;
  self->time = unix_utc;
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  show_in_calendar (self);
  self->busy = FALSE;
  set_valid (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME]);
}

/**
 * rail_date_row_is_valid:
 * @self: a row
 *
 * Returns: whether the text is a date
 */
gboolean
rail_date_row_is_valid (RailDateRow *self)
{
  g_return_val_if_fail (RAIL_IS_DATE_ROW (self), FALSE);
  return self->valid;
}
