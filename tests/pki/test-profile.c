/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is true of every profile. What each one says is tested on certificates, in test-issue.c. */

#include "rail-profile.h"

#include <string.h>

static void
test_profiles_are_found_by_their_nicks (void)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (RAIL_TYPE_USAGE);
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  g_assert_cmpuint (n_profiles, ==, klass->n_values);
  for (guint i = 0; i < n_profiles; i++)
    {
      g_assert_cmpuint (profiles[i].usage, ==, i);
      g_assert_true (rail_profile_get (i) == &profiles[i]);
      g_assert_true (rail_profile_find (profiles[i].nick) == &profiles[i]);
      g_assert_cmpstr (profiles[i].nick, ==, g_enum_get_value (klass, i)->value_nick);
      g_assert_cmpuint (strlen (rail_profile_get_label (&profiles[i])), >, 0);
      g_assert_cmpuint (strlen (profiles[i].source), >, 0);
    }
  g_assert_null (rail_profile_find ("OPCUA-SERVER"));
  g_assert_null (rail_profile_find (""));
}

static void
test_profiles_obey_the_specifications (void)
{
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  for (guint i = 0; i < n_profiles; i++)
    {
      const RailProfile *profile = &profiles[i];
      RailKeyUsage all = profile->rsa_key_usage | profile->ec_key_usage;

      g_test_message ("%s", profile->nick);
      /* RFC 5280 §4.2.1.9: cRLSign and keyCertSign are for authorities; OPC UA adds its exception apart. */
      g_assert_cmpint ((all & RAIL_KEY_USAGE_KEY_CERT_SIGN) != 0, ==, profile->is_ca);
      g_assert_cmpint ((all & RAIL_KEY_USAGE_CRL_SIGN) != 0, ==, profile->is_ca);
      g_assert_true (profile->is_ca || profile->path_length == -1);
      /* RFC 8813: an elliptic-curve key encrypts nothing. */
      g_assert_cmpint (profile->ec_key_usage & (RAIL_KEY_USAGE_KEY_ENCIPHERMENT | RAIL_KEY_USAGE_DATA_ENCIPHERMENT),
                       ==, 0);
      /* What is required is also proposed. */
      g_assert_cmpint (profile->required_names & ~profile->proposed_names, ==, 0);
      g_assert_true (profile->required_one_of == 0 || (profile->required_one_of & profile->proposed_names) != 0);
    }
}

static void
test_flags_become_words (void)
{
  g_autofree char *both = rail_key_usage_to_string (RAIL_KEY_USAGE_DIGITAL_SIGNATURE | RAIL_KEY_USAGE_CRL_SIGN);
  g_autofree char *none = rail_key_usage_to_string (0);
  g_autofree char *purposes = rail_purpose_to_string (RAIL_PURPOSE_SERVER_AUTH | RAIL_PURPOSE_CLIENT_AUTH);

  g_assert_cmpstr (both, ==, "Digital signature, Revocation list signing");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (purposes, ==, "Server authentication, Client authentication");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pki/profile/profiles-are-found-by-their-nicks", test_profiles_are_found_by_their_nicks);
  g_test_add_func ("/pki/profile/profiles-obey-the-specifications", test_profiles_obey_the_specifications);
  g_test_add_func ("/pki/profile/flags-become-words", test_flags_become_words);
  return g_test_run ();
}
