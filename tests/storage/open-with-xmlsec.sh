#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A third reader: xmlsec1, an implementation of XML Encryption that knows nothing of Certrail, and xmllint and openssl for what is no
# encryption. Prints ID and SHA-256 fingerprint of each certificate, and “key” if its private key is there and belongs to it.
#
# sh open-with-xmlsec.sh FILE USER PASSWORD NEW-FOLDER
set -eu
umask 077
file=$1 user=$2 password=$3 folder=$4
mkdir "$folder"

namespaces='xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"'
namespaces="$namespaces xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\""

child () { printf "*[local-name()='%s']" "$1"; }

# An element as a document of its own. A wrapped key becomes encrypted data, which is the same but for its name.
part ()
{
  xmllint --huge --nonet --xpath "$2" "$1" |
    sed -e "s|<xenc:Encrypted[A-Za-z]*|<xenc:EncryptedData $namespaces|" \
      -e 's|</xenc:EncryptedKey>|</xenc:EncryptedData>|' -e '/<xenc:CarriedKeyName>/d'
}

printf '%s' "$password" > "$folder/password"
for name in project vault; do
  part "$file" "/*/$(child user)[@name='$user']/$(child EncryptedKey)[$(child CarriedKeyName)='$name']" > "$folder/wrapped.xml"
  xmlsec1 --decrypt --pbkdf2-key:"$user" "$folder/password" --output "$folder/$name.key" "$folder/wrapped.xml"
done
xmlsec1 --decrypt --aes-key:project "$folder/project.key" --output "$folder/project.xml" "$file"

entries="//$(child entries)/$(child entry)"
number=$(xmllint --huge --nonet --xpath "count($entries)" "$folder/project.xml")
i=1
while [ "$i" -le "$number" ]; do
  entry="($entries)[$i]"
  id=$(xmllint --huge --nonet --xpath "string($entry/@id)" "$folder/project.xml")
  xmllint --huge --nonet --xpath "string($entry/$(child certificate))" "$folder/project.xml" | base64 -d > "$folder/$id.cer"
  fingerprint=$(openssl dgst -sha256 -r "$folder/$id.cer" | cut -d ' ' -f 1)
  has_key=
  part "$folder/project.xml" "$entry/$(child key)/$(child EncryptedData)" > "$folder/key.xml" 2>/dev/null || true
  if [ -s "$folder/key.xml" ]; then
    xmlsec1 --decrypt --aes-key:vault "$folder/vault.key" --output "$folder/$id.key" "$folder/key.xml"
    openssl pkey -inform DER -in "$folder/$id.key" -pubout -out "$folder/$id.pub"
    openssl x509 -inform DER -in "$folder/$id.cer" -noout -pubkey | cmp -s - "$folder/$id.pub" && has_key=' key'
  fi
  echo "$id $fingerprint$has_key"
  i=$((i + 1))
done
