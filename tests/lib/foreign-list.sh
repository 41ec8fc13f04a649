#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# foreign-list.sh KEY NAME NUMBER SERIAL[:REASON]…: prints a revocation list as other programs may write it and “openssl ca”
# does not, in DER: without nextUpdate, with any hexadecimal number. KEY is an elliptic-curve key in PEM, NAME the common
# name of the authority, REASON a number of RFC 5280 §5.3.1.

set -eu
key=$1
name=$2
list_number=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/list.cnf" << END
[tbs]
version = INTEGER:1
algorithm = SEQUENCE:algorithm
issuer = SEQUENCE:name
this_update = UTCTIME:260110000000Z
revoked = SEQUENCE:revoked
extensions = EXPLICIT:0,SEQUENCE:extensions
[algorithm]
id = OID:ecdsa-with-SHA256
[name]
part = SET:part
[part]
value = SEQUENCE:value
[value]
id = OID:commonName
text = UTF8:$name
[extensions]
number = SEQUENCE:number
[number]
id = OID:crlNumber
value = OCTWRAP,INTEGER:0x$list_number
END
{
  echo '[revoked]'
  for entry in "$@"; do
    echo "e${entry%%:*} = SEQUENCE:e${entry%%:*}"
  done
  for entry in "$@"; do
    serial=${entry%%:*}
    printf '[e%s]\nserial = INTEGER:0x%s\ndate = UTCTIME:260109000000Z\n' "$serial" "$serial"
    [ "$entry" = "$serial" ] || printf 'extensions = SEQUENCE:x%s\n' "$serial"
    printf '[x%s]\nreason = SEQUENCE:r%s\n[r%s]\nid = OID:CRLReason\nvalue = OCTWRAP,ENUM:%s\n' \
      "$serial" "$serial" "$serial" "${entry#*:}"
  done
} >> "$folder/list.cnf"

{ echo 'asn1 = SEQUENCE:tbs'; cat "$folder/list.cnf"; } > "$folder/tbs.cnf"
openssl asn1parse -genconf "$folder/tbs.cnf" -noout -out "$folder/tbs.der"
signature=$(openssl dgst -sha256 -sign "$key" "$folder/tbs.der" | od -An -v -tx1 | tr -d ' \n')
{
  printf 'asn1 = SEQUENCE:list\n[list]\ntbs = SEQUENCE:tbs\nalgorithm = SEQUENCE:algorithm\n'
  printf 'signature = FORMAT:HEX,BITSTRING:%s\n' "$signature"
  cat "$folder/list.cnf"
} > "$folder/whole.cnf"
openssl asn1parse -genconf "$folder/whole.cnf" -noout -out "$folder/whole.der"
cat "$folder/whole.der"
