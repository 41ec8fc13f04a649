/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at all that can be read in a window: whether it is translated, and whether it is cut off. */

#include "config.h"

#include "text-check.h"

#include <adwaita.h>
#include <string.h>

/* The smallest screen that every window has to fit on. */
#define SCREEN_WIDTH 1280
#define SCREEN_HEIGHT 800

struct _TextCheck
{
  gboolean    finds_untranslated;
  GRegex     *data;               /* what is not for translation */
  GHashTable *found;              /* sentence → itself */
  const char *place;
};

/* What the program shows as it is: names in the projects of the tour, and words that no language changes. */
static const char * const allowed[] = {
  /* From the projects and their files */
  "/[^\n]*/[^\n]*", "(own|trusted|issuers)/(certs|crl|private)/[^\n]*",
  "PLC[_-][0-9A-Za-z_-]+(/[A-Za-z0-9-]+)?", "HMI[_-]?1?(/[A-Za-z0-9-]+)?",
  "CP[_-]1([./][A-Za-z0-9-]+)?", "(Engineering|engineering|Browser)-(PC|pc)",
  "Partner-machine", "\\.certrail\\b",
  "Bottling (line|hall) [0-9]", "Certrail Project - [^\n]*", "Line 3 Issuing CA",
  "Line (3|view)", "UaExpert", "Old [A-Za-z ]+",
  "Lost laptop", "Historian", "Filling & capping[^\n]*", "Partner Machines( Root)?", "Machine Works( Root)?", "Pump 7",
  "(admin|erika)\\b", "[a-z0-9.-]+\\.(example|certrail|org)(\\.org)?\\b", "engineering|gateway|laptop",
  "The old key was on a lost laptop", "Plant|Hall [0-9]",
  /* Dates of the locale, and what stands in them */
  "(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)", "UTC",
  "[0-9,.]+.[kM]?B\\b", "[0-9]+ (Byte|bytes)",
  /* Names of things */
  "(urn|https?|opc\\.tcp):[^ \n]*", "[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})+", "[0-9A-F]{8,}", "[0-9a-f]+(:[0-9a-f]*){2,}",
  "(Basic|Aes|ECC)[0-9A-Za-z_]+",
  "(RSA|ECDSA|EC|SHA|AES|3DES|TLS|NIST|DES)([ -]?[A-Z]?-?[0-9]+)*(-[A-Z0-9]+)*", "EdDSA|Ed25519", "secp[0-9]+r1",
  "None", "OPC UA", "S7-1[25]00", "PKCS ?#[0-9]+", "(URI|IP|DNS|RID|EMAIL|PEM|DER|CSV|OID)\\b",
  "\\.?(cer|crt|der|pem|p12|pfx|csr|crl|key|csv|zip)\\b", "(CN|OU|O|L|ST|C)=[^\n]*", "V[0-9.]+",
  "[a-z-]+(, [a-z-]+)*:?(?=\n)", "RUN|STOP|Certrail|SHA", "(Siemens|OPC) [0-9][^\n]*",
  "(usage|cn|issuer|key|hash|dn|not_before|not_after|days|san|device|name|family|firmware|addresses|services|comment)",
  /* What the toolkit says in its own language, which has no such catalogue */
  "Show Text|Expand|Search( Results)?|Back|Shortcuts|No Results Found|Try a different search|About",
  "(Ctrl|Shift|Alt|Strg|Umschalt|Entf|Delete|Return|Menu|F[0-9]+|Space|Tab)",
  NULL
};

/*
 * Auxiliary methods
 */

static void
report (TextCheck  *self,
        const char *what,
        const char *text)
{
  g_autofree char *short_text = g_strdelimit (g_strndup (text, 600), "\n", ' ');
  g_autofree char *sentence = g_strdup_printf ("%s: “%s”", what, short_text);

  if (g_hash_table_contains (self->found, sentence))
    return;
  g_test_message ("%s: %s", self->place, sentence);
  g_hash_table_add (self->found, g_steal_pointer (&sentence));
}

static gboolean
has_letters (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_isalpha (g_utf8_get_char (p));
  return n > 1;
}

static void
check_text (TextCheck  *self,
            const char *what,
            const char *text)
{
  g_autofree char *rest = NULL;

  if (!self->finds_untranslated || text == NULL || strstr (text, "⟦") != NULL || !has_letters (text))
    return;
  rest = g_regex_replace_literal (self->data, text, -1, 0, "", 0, NULL);
  if (rest != NULL && has_letters (rest))
    report (self, what, text);
}

/* Of a GtkAccessible only tests can ask what it says; the answer is in quotation marks. */
static void
check_accessible (TextCheck *self,
                  GtkWidget *widget)
{
  static const struct
  {
    GtkAccessibleProperty property;
    const char           *what;
  } properties[] = {
    { GTK_ACCESSIBLE_PROPERTY_LABEL, "name for screen readers" },
    { GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "description for screen readers" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *value = NULL;

      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), properties[i].property))
        continue;
      value = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), properties[i].property, "");
      check_text (self, properties[i].what, value);
    }
}

static void
check_menu (TextCheck  *self,
            GMenuModel *menu)
{
  static const char * const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };

  for (int i = 0; menu != NULL && i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      check_text (self, "menu", label);
      for (gsize n = 0; n < G_N_ELEMENTS (links); n++)
        {
          g_autoptr(GMenuModel) below = g_menu_model_get_item_link (menu, i, links[n]);

          check_menu (self, below);
        }
    }
}

static void
check_choices (TextCheck  *self,
               GListModel *model)
{
  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, i);

      if (GTK_IS_STRING_OBJECT (item))
        check_text (self, "choice", gtk_string_object_get_string (GTK_STRING_OBJECT (item)));
    }
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  /* The cell, the row or the button that the label is a part of. */
  for (guint i = 0; widget != NULL && i < 8; i++, widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_has_tooltip (widget))
      return TRUE;
  return FALSE;
}

/* The widget that cuts off what sticks out to the side: the window, or what scrolls only up and down. (nullable): none,
 * because what sticks out can be scrolled into sight */
static GtkWidget *
get_frame (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy;

  if (scrolled == NULL)
    return GTK_WIDGET (gtk_widget_get_root (widget));
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &policy, NULL);
  return policy == GTK_POLICY_NEVER ? scrolled : NULL;
}

static void
check_cut_off (TextCheck *self,
               GtkLabel  *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  GtkWidget *frame = get_frame (widget);
  graphene_rect_t bounds;

  if (*gtk_label_get_text (label) == '\0')
    return;
  if (pango_layout_is_ellipsized (gtk_label_get_layout (label)) && !has_tooltip (widget))
    report (self, "cut off", gtk_label_get_text (label));
  if (frame == NULL || !gtk_widget_compute_bounds (widget, frame, &bounds))
    return;
  if (bounds.origin.x < -0.5f || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (frame) + 0.5f)
    report (self, "sticks out", gtk_label_get_text (label));
}

/* Keys and their names are the toolkit's; so is what stands in its own dialogs. */
static gboolean
is_of_toolkit (GtkWidget *widget)
{
  return GTK_IS_SHORTCUT_LABEL (widget) || GTK_IS_CALENDAR (widget) || ADW_IS_ABOUT_WINDOW (widget) ||
         GTK_IS_WINDOW_CONTROLS (widget) || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkSearchBar");
}

/* The values of a data block, as TIA Portal reads them. */
static gboolean
is_source (GtkWidget *widget)
{
  GType type = g_type_from_name ("RailTconTable");

  return GTK_IS_LIST_VIEW (widget) && type != G_TYPE_INVALID && gtk_widget_get_ancestor (widget, type) != NULL;
}

static void
check_widget (TextCheck *self,
              GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || is_of_toolkit (widget) || is_source (widget))
    return;

  check_text (self, "tooltip", gtk_widget_get_tooltip_text (widget));
  check_accessible (self, widget);
  if (GTK_IS_LABEL (widget))
    {
      check_text (self, "label", gtk_label_get_text (GTK_LABEL (widget)));
      check_cut_off (self, GTK_LABEL (widget));
    }
  else if (GTK_IS_TEXT (widget))
    check_text (self, "placeholder", gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  else if (GTK_IS_MENU_BUTTON (widget))
    check_menu (self, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)));
  else if (GTK_IS_DROP_DOWN (widget))
    check_choices (self, gtk_drop_down_get_model (GTK_DROP_DOWN (widget)));
  else if (ADW_IS_COMBO_ROW (widget))
    check_choices (self, adw_combo_row_get_model (ADW_COMBO_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_widget (self, child);
}

static int
get_minimum_width (GtkWidget *widget)
{
  int minimum = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* From the window down to the first widget that is wide for its parts together, and not for one of them. */
static char *
describe_widest (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  while (widget != NULL)
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
      GtkWidget *widest = NULL;
      int width = get_minimum_width (widget) * 3 / 4;

      g_string_append_printf (text, " %s%s%s", G_OBJECT_TYPE_NAME (widget), id != NULL ? "#" : "",
                              id != NULL ? id : "");
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        if (get_minimum_width (child) >= width)
          {
            widest = child;
            width = get_minimum_width (child);
          }
      widget = widest;
    }
  return g_string_free (text, FALSE);
}

/*
 * Public functions
 */

TextCheck *
text_check_new (gboolean finds_untranslated)
{
  TextCheck *self = g_new0 (TextCheck, 1);
  g_autofree char *any = g_strjoinv ("|", (char **) allowed);
  g_autoptr(GError) error = NULL;

  self->finds_untranslated = finds_untranslated;
  self->data = g_regex_new (any, G_REGEX_OPTIMIZE, 0, &error);
  g_assert_no_error (error);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
text_check_window (TextCheck  *self,
                   GtkWindow  *window,
                   const char *place)
{
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));

  self->place = place;
  check_text (self, "title", gtk_window_get_title (window));
  check_widget (self, GTK_WIDGET (window));
  if (width > SCREEN_WIDTH || height > SCREEN_HEIGHT)
    {
      g_autofree char *widest = describe_widest (GTK_WIDGET (window));
      g_autofree char *size = g_strdup_printf ("%d × %d:%s", width, height, widest);

      report (self, "too large for the screen", size);
    }
}

guint
text_check_end (TextCheck *self)
{
  guint n = g_hash_table_size (self->found);

  g_hash_table_unref (self->found);
  g_regex_unref (self->data);
  g_free (self);
  return n;
}
