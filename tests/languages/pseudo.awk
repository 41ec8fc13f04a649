# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns the translations of a catalogue into text that can be told from English: accents, brackets, and 40 % more.
# Formats, escapes and the marks of mnemonics stay. Letters are replaced one by one, so that any awk does. The accents are
# those that Cantarell has: where fonts are mixed, GTK 4.8 warns of widths that differ by a pixel.

BEGIN {
  n = split("a á b b c ç d ð e é f ƒ g ĝ h ĥ i í k ķ l ļ n ñ o ó p þ r ŕ s š t ţ u ú w ŵ y ý z ž " \
            "A Á B B C Ç D Ð E É F Ƒ G Ĝ H Ĥ I Í K Ķ L Ļ N Ñ O Ó P Þ R Ŕ S Š T Ţ U Ú W Ŵ Y Ý Z Ž", pairs, " ")
  for (i = 1; i < n; i += 2)
    accent[pairs[i]] = pairs[i + 1]
}

# What lies between the quotation marks of a line of the catalogue.
function mask (text,    out, i, c, rest)
{
  out = ""
  for (i = 1; i <= length (text); i++) {
    c = substr (text, i, 1)
    rest = substr (text, i)
    if (c == "%" && match (rest, /^%[-0-9.]*(z|l|ll|h)?[A-Za-z%]/)) {
      out = out substr (rest, 1, RLENGTH)
      i += RLENGTH - 1
      letters += 4
    } else if (c == "\\") {
      out = out substr (text, i, 2)
      i++
    } else {
      if (c in accent)
        c = accent[c]
      letters++
      out = out c
    }
  }
  return out
}

function flush (    i, first, last, pad, text)
{
  if (n_lines == 0)
    return
  letters = 0
  for (i = 1; i <= n_lines; i++)
    line[i] = mask(line[i])
  pad = ""
  for (i = 1; i <= letters * 0.4; i++)
    pad = pad (i % 8 == 0 ? " " : "~")
  for (first = 1; first < n_lines && line[first] == ""; first++)
    ;
  last = n_lines
  # Spaces and line breaks at the ends stay there.
  match (line[first], /^( |\\n)*/)
  line[first] = substr (line[first], 1, RLENGTH) "⟦" substr (line[first], RLENGTH + 1)
  text = line[last]
  while (match (text, /( |\\n)$/))
    text = substr (text, 1, RSTART - 1)
  line[last] = text (letters > 1 ? pad : "") "⟧" substr (line[last], length (text) + 1)
  printf "%s\"%s\"\n", start, line[1]
  for (i = 2; i <= n_lines; i++)
    printf "\"%s\"\n", line[i]
  n_lines = 0
}

/^msgstr/ {
  flush ()
  start = $0
  sub (/".*/, "", start)
  in_text = 1
}

/^(msgid|msgctxt)/ || /^#/ || /^$/ {
  flush ()
  in_text = 0
}

# The first message is the header.
/^msgid/ {
  messages += /^msgid "/
}

{
  sub (/nplurals=INTEGER; plural=EXPRESSION;/, "nplurals=2; plural=(n != 1);")
  if (in_text && messages > 1 && match ($0, /".*"$/)) {
    line[++n_lines] = substr ($0, RSTART + 1, RLENGTH - 2)
    next
  }
  print
}

END {
  flush ()
}
