/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-create-dialog-problems"

#include "config.h"

#include "rail-create-dialog-private.h"

#include <glib/gi18n.h>

/* Which problem is said under which row. */
typedef struct
{
  RailRequestProblems   request;
  RailCreationProblems  creation;
  gsize                 message;   /* offset of the RailMessageRow */
  gsize                 row;       /* offset of the row that turns red, or 0 */
} Place;

#define AT(message, row) G_STRUCT_OFFSET (RailCreateDialog, message), G_STRUCT_OFFSET (RailCreateDialog, row)

static const Place places[] = {
  { 0, RAIL_CREATION_UNPROTECTED, AT (usage_message, usage) },
  { RAIL_REQUEST_ISSUER_NOT_CA | RAIL_REQUEST_ISSUER_PATH_LENGTH | RAIL_REQUEST_ISSUER_MISSING |
      RAIL_REQUEST_ADVICE_ISSUER_EXPIRED | RAIL_REQUEST_ADVICE_SHA1_ISSUER,
    RAIL_CREATION_ISSUER_NO_KEY | RAIL_CREATION_ISSUER_REVOKED, AT (issuer_message, issuer) },
  { 0, RAIL_CREATION_DEVICE_UNKNOWN, AT (device_message, device) },
  { RAIL_REQUEST_COMMON_NAME_MISSING | RAIL_REQUEST_COMMON_NAME_LONG, 0, AT (common_name_message, common_name) },
  { RAIL_REQUEST_SUBJECT_INVALID, 0, AT (subject_message, subject) },
  { RAIL_REQUEST_COUNTRY_INVALID, 0, AT (subject_message, country) },
  { RAIL_REQUEST_KEY_OVER_ISSUER, 0, AT (key_kind_message, key_kind) },
  { RAIL_REQUEST_HASH_INVALID | RAIL_REQUEST_ADVICE_SHA1, 0, AT (hash_message, hash) },
  { RAIL_REQUEST_VALIDITY_ORDER | RAIL_REQUEST_VALIDITY_OUTLIVES | RAIL_REQUEST_VALIDITY_RANGE |
      RAIL_REQUEST_ADVICE_LONG_VALIDITY, 0, AT (not_after_message, not_after) },
};

#define NAME_PROBLEMS (RAIL_REQUEST_NAME_INVALID | RAIL_REQUEST_NAME_URI_MISSING | \
                       RAIL_REQUEST_NAME_URI_NOT_FIRST | RAIL_REQUEST_NAME_ADDRESS_MISSING)

static void
set_red (GtkWidget *row,
         gboolean   red)
{
  if (red)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

/* Appends the sentences of all flags in @request and @creation, one a line. */
static void
describe (RailCreateDialog     *self,
          RailRequestProblems   request,
          RailCreationProblems  creation,
          GPtrArray            *sentences)
{
  /* Takes away the lowest flag each time round. */
  for (RailRequestProblems left = request; left != 0; left &= left - 1)
    g_ptr_array_add (sentences, rail_certificate_request_describe (rail_creation_get_request (self->creation),
                                                                   left & ~(left - 1)));
  /* That the request is not right is said by its own problems. */
  for (RailCreationProblems left = creation & ~RAIL_CREATION_REQUEST_INVALID; left != 0; left &= left - 1)
    g_ptr_array_add (sentences, rail_creation_describe (self->creation, left & ~(left - 1)));
}

static char *
join (GPtrArray *sentences)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (sentences, i));
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static char *
describe_all (RailCreateDialog     *self,
              RailRequestProblems   request,
              RailCreationProblems  creation)
{
  g_autoptr(GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  describe (self, request, creation, sentences);
  return join (sentences);
}

static void
complain_at (RailCreateDialog     *self,
             const Place          *place,
             RailRequestProblems   request,
             RailCreationProblems  creation)
{
  RailMessageRow *message = G_STRUCT_MEMBER (RailMessageRow *, self, place->message);
  GtkWidget *row = G_STRUCT_MEMBER (GtkWidget *, self, place->row);
  RailRequestProblems mine = request & place->request;
  RailCreationProblems mine_too = creation & place->creation;
  gboolean error = (mine & RAIL_REQUEST_ERRORS) != 0 || mine_too != 0;
  g_autofree char *text = describe_all (self, error ? mine & RAIL_REQUEST_ERRORS : mine, mine_too);

  const char *before = rail_message_row_get_text (message);
  g_autofree char *both = NULL;

  set_red (row, error);
  if (text == NULL)
    return;
  /* Two places may share a message; the second one adds to it. */
  both = before != NULL ? g_strdup_printf ("%s\n%s", before, text) : g_strdup (text);
  if (error)
    rail_message_row_set_error (message, both);
  else
    rail_message_row_set_advice (message, both);
}

static void
complain_of_date (RailDateRow    *row,
                  RailMessageRow *message,
                  GPtrArray      *sentences)
{
  if (rail_date_row_is_valid (row))
    return;
  set_red (GTK_WIDGET (row), TRUE);
  rail_message_row_set_error (message, _("Write the date as 2037-12-31 or 2037-12-31 23:59."));
  g_ptr_array_add (sentences, g_strdup (rail_message_row_get_text (message)));
}

static void
sum_up (RailCreateDialog *self,
        GPtrArray        *errors)
{
  g_autofree char *text = NULL;
  guint n = errors->len;

  if (self->failure != NULL)
    text = g_strdup (self->failure);
  else if (n == 1)
    text = g_strdup (g_ptr_array_index (errors, 0));
  else if (n > 1)
    text = g_strdup_printf (ngettext ("%s (and %u more)", "%s (and %u more)", n - 1),
                            (const char *) g_ptr_array_index (errors, 0), n - 1);

  gtk_widget_set_visible (self->summary_bar, text != NULL);
  if (text != NULL)
    gtk_label_set_text (self->summary, text);
  gtk_widget_set_tooltip_text (self->create, n > 0 ? text : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.create", n == 0);
}

/* Says beside each row what is wrong with it, and below the form why nothing can be created yet. */
void
_rail_create_dialog_complain (RailCreateDialog *self)
{
  RailRequestProblems request = rail_certificate_request_validate (rail_creation_get_request (self->creation));
  RailCreationProblems creation = rail_creation_validate (self->creation);
  RailRequestProblems shown = request;
  g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *names_text = describe_all (self, request & NAME_PROBLEMS, 0);

  /* Nobody is scolded for a name that they have not begun to type. */
  if (!self->name_touched)
    shown &= ~RAIL_REQUEST_COMMON_NAME_MISSING;

  rail_message_row_set_error (self->not_before_message, NULL);
  set_red (GTK_WIDGET (self->not_before), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    rail_message_row_set_error (G_STRUCT_MEMBER (RailMessageRow *, self, places[i].message), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    complain_at (self, &places[i], shown, creation);
  rail_names_group_set_error (self->names, names_text);

  describe (self, request & RAIL_REQUEST_ERRORS, creation, errors);
  complain_of_date (self->not_before, self->not_before_message, errors);
  complain_of_date (self->not_after, self->not_after_message, errors);
  gtk_widget_set_visible (self->outlive_row,
                          (request & RAIL_REQUEST_VALIDITY_OUTLIVES) != 0 ||
                          gtk_switch_get_active (GTK_SWITCH (self->outlive)));
  sum_up (self, errors);
}
