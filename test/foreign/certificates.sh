#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: certificates.sh FOLDER KIND/NAME...   makes FOLDER/ca.pem, server.pem, stranger.pem and NAME.pem, with their keys;
#        KIND is person or service

set -euo pipefail
folder=$1
shift

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/$1.key" 2>/dev/null; }

authority() {
  key "$1"
  openssl req -x509 -new -key "$folder/$1.key" -days 2 -subj "/CN=$1" -out "$folder/$1.pem" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign'
}

# signed NAME AUTHORITY SAN USAGE
signed() {
  key "$1"
  openssl req -new -key "$folder/$1.key" -subj "/CN=$1" -out "$folder/$1.csr"
  printf 'subjectAltName=%s\nextendedKeyUsage=%s\nkeyUsage=critical,digitalSignature\n' "$3" "$4" >"$folder/$1.ext"
  openssl x509 -req -in "$folder/$1.csr" -CA "$folder/$2.pem" -CAkey "$folder/$2.key" -CAcreateserial -days 2 \
    -extfile "$folder/$1.ext" -out "$folder/$1.pem" 2>/dev/null
}

authority ca
authority other
signed server ca 'DNS:localhost,IP:127.0.0.1' serverAuth
for one in "$@"; do
  signed "${one##*/}" ca "URI:spiffe://dsmil.test/$one" clientAuth
done
signed stranger other 'URI:spiffe://dsmil.test/person/ann' clientAuth
