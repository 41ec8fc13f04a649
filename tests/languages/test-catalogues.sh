#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# test-catalogues.sh SOURCE: looks at the messages and at each catalogue, and prints TAP.

set -u
source=$1
here=$source/tests/languages
number=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# check NAME PROGRAM ARGUMENT…: one result; what the program says is shown if it refuses.
check ()
{
  number=$((number + 1))
  name=$1
  shift
  if said=$("$@" 2>&1); then
    echo "ok $number $name"
  else
    echo "not ok $number $name"
    printf '%s\n' "$said" | sed 's/^/# /'
  fi
}

pot_is_made ()
{
  said=$("$here/make-pot.sh" "$source" "$folder/all.pot" 2>&1) && [ -z "$said" ] || {
    printf '%s\n' "$said"
    return 1
  }
}

# Nothing is missing, and nothing is there that the sources do not have any more.
is_complete ()
{
  msgcmp "$1" "$folder/all.pot" &&
    left=$(msgattrib --fuzzy "$1"; msgattrib --untranslated "$1") &&
    [ -z "$left" ] || {
      printf '%s\n' "${left:-}"
      return 1
    }
}

is_well_formed ()
{
  msgfmt --check --output-file=/dev/null "$1"
}

# pairs CATALOGUE: a line for each message and translation, with tabs between context, message and translation.
pairs ()
{
  msgcat --no-wrap --no-location "$1" | LC_ALL=C.UTF-8 awk -f "$here/pairs.awk"
}

# Marks of mnemonics, what stands at the ends, and quotation marks.
looks_like_original ()
{
  pairs "$1" | LC_ALL=C.UTF-8 awk -F '\t' -v language="$(basename "$1" .po)" -f "$here/compare.awk"
}

# One word that other languages have several for; who translates it has to know what it is said of.
words_have_context ()
{
  msgen --lang=en "$folder/all.pot" > "$folder/en.po"
  words='None|none|Other|Off|off|On|on|New|Left|Right|Second|May|Fair|Good|Weak|Locked|Added|Removed'
  lack=$(pairs "$folder/en.po" | awk -F '\t' -v words="^($words)\$" '$1 == "" && $2 ~ words')
  [ -z "$lack" ] || {
    printf 'These need C_() with what they are said of:\n%s\n' "$lack"
    return 1
  }
}

# A piece of a sentence needs a comment that says which. What is printed below each other begins with spaces.
pieces_are_explained ()
{
  lack=$(msgcat --no-wrap "$folder/all.pot" |
    awk '/^#\. / { explained = 1 } /^$/ { explained = 0 } /^msgid "([,;]| [^ ])/ && !explained')
  [ -z "$lack" ] || {
    printf 'These need a comment for translators:\n%s\n' "$lack"
    return 1
  }
}

check "the list of sources is right" sh "$source/po/update-potfiles.sh" --check
check "messages can be taken from the sources" pot_is_made
check "ambiguous words have a context" words_have_context
check "pieces of sentences are explained" pieces_are_explained
for language in $(sed 's/#.*//' "$source/po/LINGUAS"); do
  catalogue=$source/po/$language.po
  check "$language: the catalogue is well formed" is_well_formed "$catalogue"
  check "$language: every message is translated" is_complete "$catalogue"
  check "$language: translations look like what they translate" looks_like_original "$catalogue"
done
echo "1..$number"
