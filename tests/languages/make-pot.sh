#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make-pot.sh SOURCE POT: writes the messages of the sources, as “ninja certrail-pot” does, but not into the sources.

set -eu
cd "$1"
# In one call xgettext knows each kind of file by its name.
XDG_DATA_DIRS=${XDG_DATA_DIRS:-/usr/local/share:/usr/share} \
xgettext --package-name=certrail --from-code=UTF-8 --add-comments --directory=. --files-from=po/POTFILES --output="$2" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dcgettext:2 --keyword=g_dngettext:2,3 \
  --keyword=g_dpgettext2:2c,3 --flag=N_:1:pass-c-format --flag=C_:2:pass-c-format --flag=NC_:2:pass-c-format \
  --flag=g_dngettext:2:pass-c-format --flag=g_strdup_printf:1:c-format --flag=g_string_printf:2:c-format \
  --flag=g_string_append_printf:2:c-format --flag=g_error_new:3:c-format --flag=g_set_error:4:c-format
