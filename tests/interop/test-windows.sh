#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-windows.sh CERTRAILCTL SOURCES: what is handed over to Windows, in Wine: its cmd.exe runs the scripts, which call a
# certutil of the test's own, because Wine's is empty, and that one does by Wine's CryptoAPI what Microsoft documents.
# PowerShell is not run here: its scripts are parsed, and what they call is checked by tests/exchange/test-windows-script.c.

ctl=$(realpath "$1")
sources=$2
folder=$(mktemp -d)
number=0
failed=0

export WINEPREFIX="$folder/wine" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset DISPLAY

clean_up () {
  if [ -d "$WINEPREFIX" ] && [ -x /usr/lib/wine/wineserver ]; then
    /usr/lib/wine/wineserver -k 2> /dev/null
  fi
  rm -rf "$folder"
}
trap clean_up EXIT
trap '' PIPE   # a script that ends does not read what is typed

for program in x86_64-w64-mingw32-gcc /usr/lib/wine/wine64; do
  if ! command -v "$program" > /dev/null; then
    if [ -n "${CERTRAIL_PEERS_REQUIRED:-}" ]; then
      echo "Bail out! $program is not installed"
      exit 1
    fi
    echo "1..0 # SKIP $program is not installed; tools/test installs it"
    exit 0
  fi
done

result () {
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number $2"
  else
    echo "not ok $number $2"
    [ -e said ] && sed 's/^/# /' said
    failed=1
  fi
}

run () { CERTRAIL_PASSWORD=Bottling-line-31 "$ctl" "$@"; }
# Wine 8 asks for all memory when something goes wrong; what the sanitizers ask for is not to be limited.
wine () { (ulimit -v 16000000; timeout 120 /usr/lib/wine/wine64 "$@" 2> /dev/null) | tr -d '\r'; }

# answer COMMAND PROMPT ANSWER…: runs it in Wine, and types each answer when the prompt before it is there, as Wine's cmd
# takes all that is there for one line. What it says goes to “said”, its exit code to “code”.
answer () {
  command=$1
  shift
  rm -f typed said code
  mkfifo typed
  : > said
  (cd win && ulimit -v 16000000 && timeout 120 /usr/lib/wine/wine64 cmd /c "$command" < ../typed > ../said 2> /dev/null; echo $? > ../code) &
  exec 3> typed
  while [ $# -gt 0 ]; do
    until grep -q "$1" said || [ -e code ]; do sleep 0.1; done
    printf '%s\r\n' "$2" 2> /dev/null >&3
    shift 2
  done
  exec 3>&-
  wait
  tr -d '\r' < said > clean
  mv clean said
}

in_store () { wine win/certutil.exe $scope -store "$1" "$2" | grep -x "$3" > /dev/null; }
thumbprint () { openssl x509 -inform DER -in "$1" -noout -fingerprint -sha1 | sed 's/.*=//; s/://g'; }

cd "$folder" || exit 1
echo geheim > word
{
  run new line.certrail --name 'Bottling line' &&
  run protect line.certrail &&
  run create line.certrail --usage ca-intermediate --cn 'Hall "2" & calc %PATH%' --issuer 2 --key rsa:2048 &&
  run create line.certrail --usage opcua-client --cn "O'Brien \$(calc) | calc" --issuer 3 --key rsa:2048 --san URI:urn:x &&
  run create line.certrail --usage tls-server --cn Lonely --issuer self --key rsa:2048 --san IP:10.0.0.2 &&
  run hand-over line.certrail --to windows --certificate 4 --server 5 --output win --export-password-file word &&
  x86_64-w64-mingw32-gcc -o win/certutil.exe "$sources/windows-certutil.c" -lcrypt32
} > said 2>&1 || { sed 's/^/# /' said; echo 'Bail out! nothing to hand over'; exit 1; }
# Debian's Wine has no 32-bit part, which its first start misses, and says so.
wine cmd /c exit > /dev/null
/usr/lib/wine/wineserver -p600   # each program is the next to come, and need not start it again

root=$(thumbprint win/Certrail_Project*.cer)
hall=$(thumbprint win/Hall*.cer)
lonely=$(thumbprint win/Lonely*.cer)
own=$(openssl pkcs12 -in win/*.p12 -passin pass:geheim -nokeys 2> /dev/null |
      openssl x509 -noout -fingerprint -sha1 | sed 's/.*=//; s/://g')
list=$(sha1sum win/Hall*.crl | cut -c 1-40)
openssl pkcs12 -in win/*.p12 -passin pass:geheim -nokeys 2> /dev/null | openssl x509 -outform DER -out own.cer

# Names that try to break out are in there.
node "$sources/powershell.mjs" win/*.ps1 > said 2>&1
code=$?
if [ $code = 77 ] && [ -z "${CERTRAIL_PEERS_REQUIRED:-}" ]; then
  number=$((number + 1))
  echo "ok $number scripts-are-powershell # SKIP there is no grammar of PowerShell; tools/test installs it"
else
  result $code 'scripts-are-powershell'
fi

scope=-user
answer 'install-certificates.cmd' 'administrator' ''
grep -q 'needs an administrator' said && [ "$(cat code)" = 1 ]
result $? 'without-an-administrator-is-said'

answer 'install-certificates.cmd /user' 'Type YES' 'no'
grep -q 'Nothing was changed' said && ! in_store Root "$root" certificate
result $? 'who-says-no-changes-nothing'

! wine win/certutil.exe -user -chain own.cer | grep 'status 00000000'
result $? 'chain-is-not-trusted-before'

# The root of the project is there already, so it is not ours to remove.
wine win/certutil.exe -user -addstore CA "$(ls -d win/Hall*.cer)"
answer 'install-certificates.cmd /user' 'Type YES' 'YES' 'password of' 'geheim'
grep -q 'Already there: Hall' said && grep -q 'Everything is in the stores' said && [ "$(cat code)" = 0 ]
result $? 'everything-is-installed'
in_store Root "$root" certificate
result $? 'root-is-in-root'
in_store CA "$hall" certificate && in_store CA "$list" list
result $? 'authority-and-its-list-are-in-ca'
in_store My "$own" 'certificate +key'
result $? 'own-certificate-is-in-my-with-its-key'
in_store TrustedPeople "$lonely" certificate
result $? 'self-signed-server-is-in-trusted-people'
wine win/certutil.exe -user -chain own.cer > said
grep -q 'chain of 3, status 00000000' said
result $? 'chain-is-trusted-afterwards'

answer 'install-certificates.cmd /user' 'Type YES' 'YES'
[ "$(grep -c 'Already there' said)" = 6 ] && [ "$(cat code)" = 0 ]
result $? 'a-second-time-adds-nothing'

# Handed over again, the folder has another list than the one that was added, which has to go all the same.
sleep 1
run hand-over line.certrail --to windows --certificate 4 --server 5 --output win --export-password-file word > said 2>&1
[ "$(sha1sum win/Hall*.crl | cut -c 1-40)" != "$list" ] && in_store CA "$list" list
result $? 'a-later-hand-over-has-another-list'

answer 'remove-certificates.cmd /user' 'Type YES' 'YES'
grep -q 'All that was added is gone' said && grep -q 'Left alone, it was there before: Hall' said
result $? 'undo-says-what-it-leaves'
! in_store Root "$root" certificate && ! in_store CA "$list" list && ! in_store TrustedPeople "$lonely" certificate &&
  ! wine win/certutil.exe -user -store My "$own" | grep certificate
result $? 'what-was-added-is-gone'
in_store CA "$hall" certificate
result $? 'what-was-there-before-stays'

answer 'remove-certificates.cmd /user' 'Nothing was installed' ''
grep -q 'Nothing was installed from here' said
result $? 'a-second-undo-has-nothing-to-do'

# A user's hive that only administrators may read is how the script knows them; Wine forgets it when its server ends.
scope=
printf '@reg add HKU\\S-1-5-19 /f > nul\r\n@call install-certificates.cmd\r\n' > win/as-administrator.cmd
answer 'as-administrator.cmd' 'Type YES' 'YES' 'password of' 'wrong'
grep -q 'NOT added: O_Brien' said && grep -q 'Not everything was added' said && [ "$(cat code)" = 1 ] &&
  in_store Root "$root" certificate
result $? 'wrong-password-is-said-for-the-whole-computer'

answer 'install-certificates.cmd /quiet' 'Usage' ''
grep -q 'Usage: install-certificates.cmd' said
result $? 'wrong-usage-is-said'
echo "1..$number"
exit $failed
