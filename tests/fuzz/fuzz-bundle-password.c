/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that somebody imports with a password. The right one for the corpus is “abcabc”. */

#include "fuzz.h"
#include "fuzz-bundle.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("abcabc");

  fuzz_bundle (data, size, password);
  return 0;
}
