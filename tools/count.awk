# SPDX-License-Identifier: GPL-3.0-or-later
#
# Counts what the tests said, from meson's testlog.json: one JSON object a line, with "name", "stdout" and "result".
# A TAP test counts once for each of its results; any other test counts once. Reasons of skips are printed. A test that
# fails without a failed result of its own (a crash, a time limit) counts as one failure, so does one that ran nothing.

function field (key, line,    start, rest)
{
  start = index (line, "\"" key "\": \"")
  if (start == 0)
    return ""
  rest = substr (line, start + length (key) + 5)
  match (rest, /^([^"\\]|\\.)*/)
  return substr (rest, 1, RLENGTH)
}

function skip (name, reason)
{
  gsub (/\\"/, "\"", reason)
  gsub (/\\\//, "/", reason)
  print "skipped: " name (reason == "" ? "" : ": " reason)
}

{
  name = field("name", $0)
  output = field("stdout", $0)
  # Quotes inside of the output are escaped, so this is the field itself.
  match ($0, /"result": "[A-Z ]*", "starttime"/)
  split (substr ($0, RSTART, RLENGTH), parts, "\"")
  result = parts[4]

  good = bad = left = tap = 0
  count = split (output, lines, /\\n/)
  for (i = 1; i <= count; i++)
    {
      line = lines[i]
      if (line ~ /^1\.\.[0-9]+/ || line ~ /^TAP version/)
        tap = 1
      if (line ~ /^1\.\.0/)
        {
          left++
          sub (/^1\.\.0[ #]*[Ss][Kk][Ii][Pp][A-Za-z]*:? */, "", line)
          skip(name, line)
        }
      else if (line ~ /^(not )?ok .*# *[Ss][Kk][Ii][Pp]/)
        {
          left++
          sub (/^(not )?ok [0-9]* *-? */, "", line)
          sub (/ *# *[Ss][Kk][Ii][Pp][A-Za-z]*/, "", line)
          skip(name, line)
        }
      else if (line ~ /^ok /)
        good++
      else if (line ~ /^not ok /)
        bad++
    }

  if (!tap)
    {
      good = (result == "OK" || result == "EXPECTEDFAIL")
      left = (result == "SKIP")
      bad = !good && !left
      if (left)
        skip(name, output)
    }
  else if (result != "OK" && result != "SKIP" && bad == 0)
    bad = 1
  if (good + bad + left == 0)
    bad = 1

  if (bad)
    print "failed: " name " (" result ")"
  passed += good
  failed += bad
  skipped += left
}

END {
  printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
  exit failed > 0 || passed == 0
}
