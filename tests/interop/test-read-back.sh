#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-read-back.sh CERTRAILCTL SOURCES: every format that certrailctl exports, read back by other programs: openssl and
# certtool for all of them, NSS and Windows' CryptoAPI, as Wine has it, for PKCS#12. A program that is not there skips what
# it would have read, and says so.

ctl=$(realpath "$1") && export ctl   # Meson names it as seen from the build folder
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

# For the commands: certrailctl with its password, and what must not succeed.
functions='
run () { CERTRAIL_PASSWORD=Bottling-line-31 "$ctl" "$@"; }
fails () { if "$@"; then return 1; fi; }
'
eval "$functions"

# ok NAME COMMANDS: each of the commands must succeed.
ok () {
  number=$((number + 1))
  if sh -e -c "$functions$2" > out 2>&1; then
    echo "ok $number $1"
  else
    echo "not ok $number $1"
    sed 's/^/# /' out
    failed=1
  fi
}

# peer NAME PROGRAM COMMAND: the same, if there is the program.
peer () {
  if command -v "$2" > /dev/null; then
    ok "$1" "$3"
  elif [ -n "${CERTRAIL_PEERS_REQUIRED:-}" ]; then
    number=$((number + 1))
    failed=1
    echo "not ok $number $1: $2 is not installed"
  else
    number=$((number + 1))
    echo "ok $number $1 # SKIP $2 is not installed; tools/test installs it"
  fi
}

cd "$folder" || exit 1
echo geheim > word
run new line.certrail --name 'Bottling line' > /dev/null &&
run protect line.certrail > /dev/null &&
run create line.certrail --usage opcua-server --cn 'PLC-1/OPCUA-1' --issuer 2 --key rsa:2048 --san URI:urn:plc \
    --san IP:10.0.0.1 > /dev/null &&
run create line.certrail --usage tls-server --cn Curve --issuer 2 --key ec:secp256r1 --san IP:10.0.0.2 > /dev/null &&
run revoke line.certrail 4 > /dev/null &&
run export line.certrail 2 --format pem --output root.pem > /dev/null || { echo 'Bail out! no project to export from'; exit 1; }
serial=$(openssl x509 -in root.pem -noout -serial | sed 's/.*=//')

for format in cer der; do
  ok "$format-by-openssl" "run export line.certrail 3 --format $format --private-key --cipher none --output a.$format
    openssl x509 -inform DER -in a.$format -noout -pubkey > a; openssl pkey -in a_key.pem -pubout > b; cmp a b
    test \$(stat -c %a a_key.pem) = 600; mv a_key.pem $format.key"
  peer "$format-by-certtool" certtool "certtool -i --inder --infile a.$format | grep 'CN=PLC-1/OPCUA-1'
    certtool -k --infile $format.key > /dev/null"
done
for cipher in aes-256 aes-192 aes-128 3des; do
  ok "pem-$cipher-by-openssl" "run export line.certrail 3 --format pem --private-key --cipher $cipher \
      --export-password-file word --chain --output $cipher.pem
    openssl pkey -in $cipher.pem -passin pass:geheim -noout; fails openssl pkey -in $cipher.pem -passin pass:wrong -noout
    openssl verify -CAfile root.pem $cipher.pem"
  peer "pem-$cipher-by-certtool" certtool "certtool -k --infile $cipher.pem --password geheim > /dev/null
    certtool --verify --load-ca-certificate root.pem --infile $cipher.pem"
done
ok 'crt-by-openssl' 'run export line.certrail 3 --format crt --output a.crt; openssl x509 -in a.crt -noout'
peer 'crt-by-certtool' certtool 'certtool -i --infile a.crt > /dev/null'
ok 'crl-by-openssl' 'run export line.certrail 2 --format crl --output a.crl
  openssl crl -inform DER -in a.crl -CAfile root.pem -noout -text > a; grep -c "Serial Number" a | grep -x 1'
peer 'crl-by-certtool' certtool "certtool --crl-info --inder --infile a.crl | grep -i 'Revoked certificates (1)'"

if command -v x86_64-w64-mingw32-gcc > /dev/null; then
  x86_64-w64-mingw32-gcc -o store.exe "$sources/windows-store.c" -lcrypt32 || failed=1
fi
for id in 3 4; do
  for form in modern compatible; do
    name="p12-$form-$([ $id = 3 ] && echo rsa || echo ec)"
    file=$name.p12
    ok "$name-by-openssl" "run export line.certrail $id --format p12 --form $form --chain --export-password-file word \
        --output $file
      openssl pkcs12 -in $file -passin pass:geheim -nodes -out a; grep -c 'BEGIN CERT' a | grep -x 2; grep 'PRIVATE KEY' a
      openssl pkcs12 -in $file -passin pass:geheim -noout -info 2> a
      test $form = modern || fails grep AES a"
    peer "$name-by-certtool" certtool "certtool --p12-info --inder --infile $file --password geheim > a 2>&1
      grep -c 'BEGIN CERT' a | grep -x 2; grep 'PRIVATE KEY' a"
    peer "$name-by-nss" pk12util "rm -rf db; mkdir db; certutil -N -d sql:db --empty-password
      pk12util -d sql:db -i $file -W geheim; certutil -L -d sql:db | grep 'u,u,u'; certutil -K -d sql:db | grep '< 0>'
      fails pk12util -d sql:db -l $file -W wrong"
  done
done
# Wine 8 reads both forms, keys of RSA, and of the certificates only the one that has the key.
for form in modern compatible; do
  if [ -x store.exe ] && [ -x /usr/lib/wine/wine64 ]; then
    ok "p12-$form-rsa-by-cryptoapi" "ulimit -v 16000000
      timeout 120 /usr/lib/wine/wine64 store.exe p12-$form-rsa.p12 geheim | tr -d '\\r' > a; cat a
      grep -x 'PLC-1/OPCUA-1 +key' a
      fails timeout 120 /usr/lib/wine/wine64 store.exe p12-$form-rsa.p12 wrong"
  else
    peer "p12-$form-rsa-by-cryptoapi" wine64-and-mingw-w64 true
  fi
done
echo "1..$number"
exit $failed
