/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-certificate-request.h"

#include "make.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1709208000)         /* 2024-02-29T12:00:00Z */
#define FEBRUARY_28 G_GINT64_CONSTANT (1709078400) /* 2024-02-28T00:00:00Z */
#define TEN_YEARS_ON G_GINT64_CONSTANT (2024697600) /* 2034-02-28T00:00:00Z */

static char *
get_text (RailCertificateRequest *request,
          const char             *property)
{
  char *text;

  g_object_get (request, property, &text, NULL);
  return text;
}

static void
assert_text (RailCertificateRequest *request,
             const char             *property,
             const char             *expected)
{
  g_autofree char *text = get_text (request, property);

  g_assert_cmpstr (text, ==, expected);
}

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
test_defaults_are_for_a_plc (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);

  g_assert_cmpint (rail_certificate_request_get_usage (request), ==, RAIL_USAGE_OPCUA_SERVER);
  g_assert_null (rail_certificate_request_get_issuer (request));
  g_assert_cmpint (rail_certificate_request_get_key_kind (request), ==, RAIL_KEY_KIND_RSA_2048);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA256);
  g_assert_cmpint (rail_certificate_request_get_not_before (request), ==, FEBRUARY_28);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, TEN_YEARS_ON);
  g_assert_cmpstr (rail_certificate_request_get_common_name (request), ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rail_certificate_request_get_names (request))), ==, 0);
}

/* From a 29 February ten calendar years lead to a 28 February. */
static void
test_years_are_calendar_years (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW + 86400, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);

  g_assert_cmpint (rail_certificate_request_get_not_before (request), ==, FEBRUARY_28 + 86400);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, TEN_YEARS_ON);
}

static void
test_end_of_validity_stays_within_the_issuers (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailKey) key = make_key ("ec-authority");
  g_autoptr(RailCertificateRequest) root_request =
    make_request (environment, RAIL_USAGE_CA_ROOT, RAIL_KEY_KIND_EC_P256, NULL);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  g_autoptr(RailCertificate) root = NULL;

  rail_certificate_request_set_validity (root_request, NOW, NOW + 1000);
  root = make_certificate (root_request, key, NULL);
  rail_certificate_request_set_issuer (request, root);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, NOW + 1000);
  g_object_set (request, "outlive-issuer", TRUE, NULL);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, TEN_YEARS_ON);
  g_object_set (request, "outlive-issuer", FALSE, NULL);
  rail_certificate_request_set_issuer (request, NULL);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, TEN_YEARS_ON);

  /* What the user chose stays. */
  rail_certificate_request_set_validity (request, NOW, NOW + 2000);
  rail_certificate_request_set_issuer (request, root);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, NOW + 2000);
}

static void
test_hash_follows_the_key_until_chosen (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailKey) key = make_key ("ec384-authority");
  g_autoptr(RailCertificate) root = make_root (environment, key, "Root");
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);

  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P521);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA512);
  rail_certificate_request_set_issuer (request, root);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA384);
  rail_certificate_request_set_hash (request, RAIL_HASH_SHA256);
  rail_certificate_request_set_issuer (request, NULL);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA256);
}

static void
test_usages_are_the_profiles_unless_custom (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  RailKeyUsage before = rail_certificate_request_get_key_usage (request);

  g_assert_true ((before & RAIL_KEY_USAGE_KEY_CERT_SIGN) != 0);
  g_object_set (request, "key-usage", RAIL_KEY_USAGE_DECIPHER_ONLY, "purposes", 0, NULL);
  g_assert_cmpint (rail_certificate_request_get_key_usage (request), ==, before);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  g_assert_cmpint (rail_certificate_request_get_key_usage (request), ==,
                   RAIL_KEY_USAGE_DIGITAL_SIGNATURE | RAIL_KEY_USAGE_KEY_CERT_SIGN);

  rail_certificate_request_set_usage (request, RAIL_USAGE_CUSTOM);
  g_object_set (request, "key-usage", RAIL_KEY_USAGE_KEY_AGREEMENT, "purposes", RAIL_PURPOSE_CLIENT_AUTH, NULL);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_RSA_3072);
  g_assert_cmpint (rail_certificate_request_get_key_usage (request), ==, RAIL_KEY_USAGE_KEY_AGREEMENT);
  g_assert_cmpint (rail_certificate_request_get_purposes (request), ==, RAIL_PURPOSE_CLIENT_AUTH);
  rail_certificate_request_set_usage (request, RAIL_USAGE_WEB_SERVER);
  g_assert_cmpint (rail_certificate_request_get_purposes (request), ==, RAIL_PURPOSE_SERVER_AUTH);
}

static void
test_subject_text_sets_the_parts_it_names (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  g_autoptr(GError) error = NULL;

  rail_certificate_request_set_common_name (request, "PLC_1");
  g_assert_true (rail_certificate_request_set_subject (request, " o = Wasser\\, Nord \\+ S\\C3\\BCd\\  , c=DE,ST=,2.5.4.7=\\23 9",
                                                       &error));
  g_assert_no_error (error);
  assert_text (request, "organization", "Wasser, Nord + Süd ");
  assert_text (request, "country", "DE");
  assert_text (request, "state", "");
  assert_text (request, "locality", "# 9");
  assert_text (request, "common-name", "PLC_1");
  g_assert_true (rail_certificate_request_set_subject (request, "CN=a/b,OU=x=y", &error));
  assert_text (request, "common-name", "a/b");
  assert_text (request, "organizational-unit", "x=y");
  assert_text (request, "country", "DE");
  g_assert_true (rail_certificate_request_set_subject (request, "", &error));
}

static void
test_subject_text_with_faults_changes_nothing (void)
{
  const struct
  {
    const char *text;
    const char *named;
  } cases[] = {
    { "O=Works,DC=plant", "DC" }, { "emailAddress=a@b", "emailAddress" }, { "O=a,O=b", "O" }, { "Works", "Works" },
    { "O=a,,C=DE", "" }, { "O=a+OU=b", "O" }, { "O=#0c0141", "O" }, { "O=\"a\"", "O" }, { "O=a\\", "O" },
    { "O=a\\zz", "O" }, { "O=\\ff\\fe", "O" }, { "O=a\\00b", "O" }, { "=a", "" }, { "O=a;C=DE", "O" },
  };
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_false (rail_certificate_request_set_subject (request, cases[i].text, &error));
      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
      rail_assert_contains (error->message, cases[i].named);
      assert_text (request, "organization", "");
      assert_text (request, "country", "");
    }
}

static void
test_problems_follow_the_names_and_their_rows (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  GListStore *names = rail_certificate_request_get_names (request);
  g_autoptr(RailAlternativeName) row = rail_alternative_name_new (RAIL_NAME_TYPE_URI, "urn:a");
  g_autoptr(RailAlternativeName) other = rail_alternative_name_new (RAIL_NAME_TYPE_IP, "10.0.0.1");
  RailRequestProblems problems;
  guint notified = 0;

  rail_certificate_request_set_common_name (request, "a");
  g_signal_connect_swapped (request, "notify::problems", G_CALLBACK (count_cb), &notified);
  g_list_store_append (names, row);
  g_assert_cmpuint (notified, ==, 1);
  g_list_store_append (names, other);
  g_object_get (request, "problems", &problems, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_assert_cmpint (problems, ==, 0);

  rail_alternative_name_set_value (row, "no uri");
  g_object_get (request, "problems", &problems, NULL);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_cmpint (problems, ==, RAIL_REQUEST_NAME_INVALID);

  /* A row that was taken out is nobody's business any more; one that is twice in the list still is. */
  g_list_store_append (names, row);
  g_list_store_remove (names, 0);
  rail_alternative_name_set_value (row, "urn:b");
  g_object_get (request, "problems", &problems, NULL);
  g_assert_cmpint (problems, ==, 0);
  g_list_store_remove_all (names);
  notified = 0;
  rail_alternative_name_set_value (row, "no uri");
  g_assert_cmpuint (notified, ==, 0);
}

static void
test_problems_follow_the_clock_when_asked (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailKey) key = make_key ("ec-authority");
  g_autoptr(RailCertificate) root = make_root (environment, key, "Root");
  g_autoptr(RailCertificateRequest) request =
    make_request (environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_EC_P256, root);

  g_assert_cmpint (rail_certificate_request_validate (request), ==, 0);
  rail_environment_set_now (environment, TEN_YEARS_ON + 1);
  g_assert_cmpint (rail_certificate_request_validate (request), ==, RAIL_REQUEST_ADVICE_ISSUER_EXPIRED);
}

static void
test_copy_shares_nothing_that_changes (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailKey) key = make_key ("ec-authority");
  g_autoptr(RailCertificate) root = make_root (environment, key, "Root");
  g_autoptr(RailCertificateRequest) request =
    make_request (environment, RAIL_USAGE_WEB_SERVER, RAIL_KEY_KIND_EC_P384, root);
  g_autoptr(RailCertificateRequest) copy = NULL;
  g_autoptr(RailAlternativeName) row = NULL;
  g_autoptr(RailAlternativeName) row_copy = NULL;
  g_autofree GParamSpec **specs = NULL;
  guint n_specs;

  g_object_set (request, "organization", "O", "organizational-unit", "OU", "locality", "L", "state", "ST", "country", "C",
                "outlive-issuer", TRUE, NULL);
  rail_certificate_request_set_validity (request, 5, 6);
  rail_certificate_request_set_hash (request, RAIL_HASH_SHA512);
  copy = rail_certificate_request_copy (request);

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (request), &n_specs);
  for (guint i = 0; i < n_specs; i++)
    {
      g_auto(GValue) a = G_VALUE_INIT;
      g_auto(GValue) b = G_VALUE_INIT;

      if (g_str_equal (specs[i]->name, "names"))
        continue;
      g_object_get_property (G_OBJECT (request), specs[i]->name, &a);
      g_object_get_property (G_OBJECT (copy), specs[i]->name, &b);
      g_test_message ("%s", specs[i]->name);
      g_assert_cmpint (g_param_values_cmp (specs[i], &a, &b), ==, 0);
    }

  row = g_list_model_get_item (G_LIST_MODEL (rail_certificate_request_get_names (request)), 0);
  row_copy = g_list_model_get_item (G_LIST_MODEL (rail_certificate_request_get_names (copy)), 0);
  g_assert_true (row != row_copy);
  g_assert_cmpstr (rail_alternative_name_get_value (row), ==, rail_alternative_name_get_value (row_copy));
  rail_alternative_name_set_value (row, "10.9.9.9");
  rail_certificate_request_set_common_name (request, "other");
  g_assert_cmpstr (rail_alternative_name_get_value (row_copy), ==, "192.168.0.1");
  assert_text (copy, "common-name", "PLC_1");

  /* Choices are copied as choices. */
  rail_certificate_request_set_issuer (copy, NULL);
  g_assert_cmpint (rail_certificate_request_get_not_after (copy), ==, 6);
  g_assert_cmpint (rail_certificate_request_get_hash (copy), ==, RAIL_HASH_SHA512);
}

/* A value of the property's type that is not its present one. */
static void
set_other_value (GObject    *object,
                 GParamSpec *spec,
                 GValue     *value)
{
  g_object_get_property (object, spec->name, value);
  if (G_IS_PARAM_SPEC_STRING (spec))
    g_value_set_string (value, "XY");
  else if (G_IS_PARAM_SPEC_BOOLEAN (spec))
    g_value_set_boolean (value, !g_value_get_boolean (value));
  else if (G_IS_PARAM_SPEC_INT64 (spec))
    g_value_set_int64 (value, g_value_get_int64 (value) + 1);
  else if (G_IS_PARAM_SPEC_ENUM (spec))
    g_value_set_enum (value, g_value_get_enum (value) == 1 ? 3 : 1);
  else if (G_IS_PARAM_SPEC_FLAGS (spec))
    g_value_set_flags (value, g_value_get_flags (value) ^ 1);
  else
    g_assert_not_reached ();
}

static void
test_every_property_can_be_set_and_announces_it (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  g_autofree GParamSpec **specs = NULL;
  guint n_specs;

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (request), &n_specs);
  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", specs[i]->name, NULL);
      g_auto(GValue) value = G_VALUE_INIT;
      g_auto(GValue) read = G_VALUE_INIT;
      guint notified = 0;

      g_object_get_property (G_OBJECT (request), specs[i]->name, &read);
      if ((specs[i]->flags & G_PARAM_WRITABLE) == 0 || G_IS_PARAM_SPEC_OBJECT (specs[i]))
        continue;
      rail_certificate_request_set_usage (request, RAIL_USAGE_CUSTOM);
      g_signal_connect_swapped (request, signal, G_CALLBACK (count_cb), &notified);
      set_other_value (G_OBJECT (request), specs[i], &value);
      g_object_set_property (G_OBJECT (request), specs[i]->name, &value);
      g_test_message ("%s", specs[i]->name);
      g_assert_cmpuint (notified, ==, 1);
      g_object_set_property (G_OBJECT (request), specs[i]->name, &value);
      g_assert_cmpuint (notified, ==, 1);
      g_value_reset (&read);
      g_object_get_property (G_OBJECT (request), specs[i]->name, &read);
      g_assert_cmpint (g_param_values_cmp (specs[i], &value, &read), ==, 0);
      g_signal_handlers_disconnect_by_data (request, &notified);
    }
}

static void
test_last_reference_frees_it (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 1);
  RailCertificateRequest *request = make_request (environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_RSA_2048, NULL);
  g_autoptr(GListStore) names = g_object_ref (rail_certificate_request_get_names (request));
  g_autoptr(RailAlternativeName) row = g_list_model_get_item (G_LIST_MODEL (names), 0);

  g_assert_finalize_object (request);
  /* The list and its rows live on and call nobody. */
  rail_alternative_name_set_value (row, "10.0.0.9");
  g_list_store_remove_all (names);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pki/certificate-request/defaults-are-for-a-plc", test_defaults_are_for_a_plc);
  g_test_add_func ("/pki/certificate-request/years-are-calendar-years", test_years_are_calendar_years);
  g_test_add_func ("/pki/certificate-request/end-of-validity-stays-within-the-issuers",
                   test_end_of_validity_stays_within_the_issuers);
  g_test_add_func ("/pki/certificate-request/hash-follows-the-key-until-chosen", test_hash_follows_the_key_until_chosen);
  g_test_add_func ("/pki/certificate-request/usages-are-the-profiles-unless-custom",
                   test_usages_are_the_profiles_unless_custom);
  g_test_add_func ("/pki/certificate-request/subject-text-sets-the-parts-it-names",
                   test_subject_text_sets_the_parts_it_names);
  g_test_add_func ("/pki/certificate-request/subject-text-with-faults-changes-nothing",
                   test_subject_text_with_faults_changes_nothing);
  g_test_add_func ("/pki/certificate-request/problems-follow-the-names-and-their-rows",
                   test_problems_follow_the_names_and_their_rows);
  g_test_add_func ("/pki/certificate-request/problems-follow-the-clock-when-asked",
                   test_problems_follow_the_clock_when_asked);
  g_test_add_func ("/pki/certificate-request/copy-shares-nothing-that-changes", test_copy_shares_nothing_that_changes);
  g_test_add_func ("/pki/certificate-request/every-property-can-be-set-and-announces-it",
                   test_every_property_can_be_set_and_announces_it);
  g_test_add_func ("/pki/certificate-request/last-reference-frees-it", test_last_reference_frees_it);
  return g_test_run ();
}
