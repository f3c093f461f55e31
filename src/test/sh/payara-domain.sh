#!/bin/sh
# Makes the domain of the container tests: payara-domain.sh ASADMIN PORT_BASE ADMIN_PORT COMMANDS
set -eu
asadmin=$1 port_base=$2 admin_port=$3 commands=$4
"$asadmin" --interactive=false create-domain --nopassword --portbase="$port_base" container-tests
"$asadmin" start-domain container-tests
trap '"$asadmin" stop-domain container-tests' EXIT
while read -r line; do
  case $line in
    '' | '#'*) ;;
    *) "$asadmin" --interactive=false --port="$admin_port" $line </dev/null ;;
  esac
done <"$commands"
