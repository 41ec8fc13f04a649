# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reads C files and prints a line for each function, "LINES FILE NAME": from its return type to its closing brace. In this
# house's form a function's braces, and nothing else's within it, stand in the first column.

FNR == 1 { start = 0; name = ""; open = 0 }

!open && (/^$/ || /^#/ || /\*\/$/ || /^\}/) { start = 0; name = "" }

!open && start == 0 && /^[A-Za-z_]/ { start = FNR }
!open && /^[a-z_0-9]+ \(/ { name = $1 }

/^\{$/ && name != "" { open = 1 }

/^\}$/ && open {
  print FNR - start + 1, FILENAME, name
  open = 0
  start = 0
  name = ""
}
