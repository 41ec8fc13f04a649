# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints each message of a catalogue that was written without wrapping: context, message, translation, with tabs between
# them; a plural has two lines.

function text (line)
{
  match (line, /".*"$/)
  return substr (line, RSTART + 1, RLENGTH - 2)
}

/^msgctxt/      { context = text($0) }
/^msgid "/      { message = text($0); plural = ""; field = "message" }
/^msgid_plural/ { plural = text($0); field = "plural" }
/^msgstr "/     { n = 1; translation[1] = text($0); field = "translation" }
/^msgstr\[/     { n = substr ($0, 8, 1) + 1; translation[n] = text($0); field = "translation" }

# A message with line breaks has a line for each.
/^"/ {
  if (field == "message")
    message = message text($0)
  else if (field == "plural")
    plural = plural text($0)
  else
    translation[n] = translation[n] text($0)
}

function flush (    i)
{
  if (message != "")
    for (i = 1; i <= n; i++)
      printf "%s\t%s\t%s\n", context, i > 1 ? plural : message, translation[i]
  context = message = plural = field = ""
  n = 0
}

/^$/ { flush () }
END  { flush () }
