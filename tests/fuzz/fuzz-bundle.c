/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that somebody imports: whatever it is, there is a list, and each item says what it is or why it is none. */

#include "fuzz.h"
#include "fuzz-bundle.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  fuzz_bundle (data, size, NULL);
  return 0;
}
