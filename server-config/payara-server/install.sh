#!/bin/sh
# Puts Runnel on a started domain of Payara Server, as README.md tells it step by step:
#
#   sh install.sh CONTEXT_ROOT [WAR]
#
# ASADMIN       the program and the domain, such as "/opt/payara6/bin/asadmin --port 4848"
# KEY_PROPERTY  the property whose value is a key, such as ark.api-key: it is kept as a password alias
# KEY_FILE      a file with the line AS_ADMIN_ALIASPASSWORD=… that holds the key; without it asadmin asks
#
# Ends at the first step that fails. undo.asadmin takes everything back.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=${1:?"say the context root, such as / or /runnel"}
war=${2:-"$here/../../target/runnel.war"}

admin() {
  # shellcheck disable=SC2086 # several words: a program and its options
  ${ASADMIN:-asadmin} "$@"
}

# Whatever fails: from then on the server takes changes at once again, which server.asadmin has it put off.
trap 'admin --interactive=false set configs.config.server-config.dynamic-reconfiguration-enabled=true >/dev/null' EXIT

while read -r line; do
  case $line in
    '' | '#'*) ;;
    # shellcheck disable=SC2086 # a command and its options
    *) admin --interactive=false $line </dev/null ;;
  esac
done <"$here/server.asadmin"

if [ -n "${KEY_PROPERTY:-}" ]; then
  # Payara's password aliases are a source of MicroProfile Config: an alias is the property of its name.
  admin ${KEY_FILE:+--passwordfile "$KEY_FILE"} create-password-alias "$KEY_PROPERTY"
fi

admin deploy --name runnel --contextroot "$root" "$war"
