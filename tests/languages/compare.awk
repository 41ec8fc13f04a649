# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reads what pairs.awk prints, and complains about translations that differ from their message in more than language.

# How many marks of mnemonics there are; names with “_” in them have none.
function count_mnemonics (text)
{
  gsub (/[A-Z]+_[A-Z_]+|not_(before|after)|PLC_[0-9]/, "", text)
  return gsub (/_[^ _]/, "", text)
}

function count (text, what)
{
  return gsub (what, "", text)
}

function ending (text)
{
  if (match (text, /(\\n| )+$/))
    return substr (text, RSTART)
  return ""
}

function last (text)
{
  sub (/(\\n| )+$/, "", text)
  if (text ~ /…$/)
    return "…"
  if (text ~ /[:.?]$/)
    return substr (text, length (text))
  return ""
}

function complain (what)
{
  printf "%s differs: “%s”: “%s”\n", what, $2, $3
  wrong = 1
}

# What is aligned with others by spaces may need fewer or more.
$2 !~ /  +$/ && ending($2) != ending($3) { complain("the end") }
last($2) != last($3)                       { complain("the last sign") }
count_mnemonics($2) != count_mnemonics($3) { complain("the mark of the mnemonic") }
count($2, "\\\\n") != count($3, "\\\\n")   { complain("the number of lines") }
count($3, "[^\\\\]\"|^\"") > 0             { complain("the kind of quotation marks") }

# GNOME's German writes „this“.
language == "de" && (count($2, "“") != count($3, "„") || count($3, "”") > 0) { complain("the kind of quotation marks") }

END { exit wrong }
