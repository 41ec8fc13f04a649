/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-settings"

#include "config.h"

#include "rail-settings.h"

#include "rail-entry.h"

struct _RailSettings
{
  GObject     parent_instance;
  GSettings  *stored;     /* (nullable): without the schema nothing is kept for the next run */
  GHashTable *unstored;   /* key → GVariant, where nothing is stored */
};

/* What holds where the schema is not installed: the same as in the schema. */
static const struct
{
  const char *key;
  const char *value;   /* as g_variant_parse() reads it */
} defaults[] = {
  { "authority-years", "uint32 10" },
  { "certificate-years", "uint32 10" },
  { "warning-days", "uint32 90" },
  { "notice-days", "uint32 30" },
  { "idle-minutes", "uint32 15" },
  { "kept-versions", "uint32 5" },
  { "export-format", "'cer'" },
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailSettings, rail_settings, G_TYPE_OBJECT)

static void
changed_cb (RailSettings *self,
            const char   *key)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], g_quark_from_string (key), key);
}

/* (transfer full) */
static GVariant *
get_value (RailSettings *self,
           const char   *key)
{
  GVariant *value = g_hash_table_lookup (self->unstored, key);

  return self->stored != NULL ? g_settings_get_value (self->stored, key) : g_variant_ref (value);
}

static void
set_value (RailSettings *self,
           const char   *key,
           GVariant     *value)
{
  g_autoptr(GVariant) held = g_variant_ref_sink (value);
  g_autoptr(GVariant) before = get_value (self, key);

  if (g_variant_equal (before, held))
    return;
  if (self->stored != NULL)
    {
      /* It says so itself. */
      g_settings_set_value (self->stored, key, held);
      return;
    }
  g_hash_table_insert (self->unstored, g_strdup (key), g_steal_pointer (&held));
  changed_cb (self, key);
}

static void
rail_settings_finalize (GObject *object)
{
  RailSettings *self = RAIL_SETTINGS (object);

  g_clear_object (&self->stored);
  g_clear_pointer (&self->unstored, g_hash_table_unref);

  G_OBJECT_CLASS (rail_settings_parent_class)->finalize (object);
}

static void
rail_settings_class_init (RailSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_settings_finalize;

  /**
   * RailSettings::changed:
   * @key: what has another value now
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", RAIL_TYPE_SETTINGS, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* One that an older version has left may lack keys, and asking for such a key ends the program. */
static gboolean
has_all_keys (GSettingsSchema *schema)
{
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (!g_settings_schema_has_key (schema, defaults[i].key))
      return FALSE;
  return TRUE;
}

static void
rail_settings_init (RailSettings *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  self->unstored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_hash_table_insert (self->unstored, g_strdup (defaults[i].key),
                         g_variant_parse (NULL, defaults[i].value, NULL, NULL, NULL));
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, RAIL_APP_ID, TRUE);
  if (schema == NULL || !has_all_keys (schema))
    {
      g_message ("The settings are not kept: the schema %s is not installed, or is an old one", RAIL_APP_ID);
      return;
    }
  self->stored = g_settings_new_full (schema, NULL, NULL);
  g_signal_connect_object (self->stored, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * rail_settings_get_default:
 *
 * Returns: (transfer none): the settings that all windows share
 */
RailSettings *
rail_settings_get_default (void)
{
  static RailSettings *settings;

  if (settings == NULL)
    settings = g_object_new (RAIL_TYPE_SETTINGS, NULL);
  return settings;
}

/**
 * rail_settings_get_uint:
 * @self: the settings
 * @key: a key whose value is a number
 *
 * Returns: the number
 */
guint
rail_settings_get_uint (RailSettings *self,
                        const char   *key)
{
  g_autoptr(GVariant) value = NULL;

  g_return_val_if_fail (RAIL_IS_SETTINGS (self), 0);

  value = get_value (self, key);
  return g_variant_get_uint32 (value);
}

/**
 * rail_settings_set_uint:
 * @self: the settings
 * @key: a key whose value is a number
 * @value: the number, in the range of the key
 *
 * Holds at once, in all windows.
 */
void
rail_settings_set_uint (RailSettings *self,
                        const char   *key,
                        guint         value)
{
  g_return_if_fail (RAIL_IS_SETTINGS (self));

  set_value (self, key, g_variant_new_uint32 (value));
}

/**
 * rail_settings_dup_string:
 * @self: the settings
 * @key: a key whose value is a text
 *
 * Returns: (transfer full): the text
 */
char *
rail_settings_dup_string (RailSettings *self,
                          const char   *key)
{
  g_autoptr(GVariant) value = NULL;

  g_return_val_if_fail (RAIL_IS_SETTINGS (self), NULL);

  value = get_value (self, key);
  return g_variant_dup_string (value, NULL);
}

/**
 * rail_settings_set_string:
 * @self: the settings
 * @key: a key whose value is a text
 * @value: the text, one that the key may have
 *
 * Holds at once, in all windows.
 */
void
rail_settings_set_string (RailSettings *self,
                          const char   *key,
                          const char   *value)
{
  g_return_if_fail (RAIL_IS_SETTINGS (self));
  g_return_if_fail (value != NULL);

  set_value (self, key, g_variant_new_string (value));
}

/**
 * rail_settings_apply:
 * @self: the settings
 * @environment: what projects are made and opened with
 *
 * Hands the values to the rooms below that have rules about them.
 */
void
rail_settings_apply (RailSettings    *self,
                     RailEnvironment *environment)
{
  g_return_if_fail (RAIL_IS_SETTINGS (self));
  g_return_if_fail (RAIL_IS_ENVIRONMENT (environment));

  rail_environment_set_years (environment, rail_settings_get_uint (self, "authority-years"),
                              rail_settings_get_uint (self, "certificate-years"));
  rail_expiring_days_set (rail_settings_get_uint (self, "warning-days"));
}
