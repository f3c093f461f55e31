#!/bin/sh
# Asks Runnel with curl, and prints each event's data as soon as it comes: one line of JSON each.
#
#   chat.sh '{"message":"What is a rill?"}'
#
# RUNNEL is the server's address, http://localhost:5001 if it is not set. After a cut line the answer goes on where it
# was. To stop it: curl -X DELETE "$RUNNEL/api/streams/ID", with the stream_id of the first event. Ends with 0 if the
# answer is whole, 1 if it failed or was stopped, 2 if the server refused.
set -eu

server=${RUNNEL:-http://localhost:5001}
question=$1
patience=15 # seconds without a byte: the server sends a comment every 1.25 s, so the line is dead
tries=5

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
# Until the first event is here, the question may be sent again: the same key joins the answer that there is.
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

request() {
  if [ -s "$work/last-event-id" ]; then
    last=$(cat "$work/last-event-id")
    set -- -H "Last-Event-ID: $last" "$server/api/streams/${last%.*}"
  else
    set -- -H 'Content-Type: application/json' -H "Idempotency-Key: $key" --data-binary "$question" "$server/api/chat"
  fi
  curl --silent --show-error --no-buffer --fail-with-body --connect-timeout 5 \
    --speed-limit 1 --speed-time "$patience" "$@"
}

# An event is an id and a line of data, which are whole only when the blank line after them is here.
read_events() {
  id= data=
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%"$(printf '\r')"}
    case $line in
      'id: '* | 'id:'*) id=${line#id:} && id=${id# } ;;
      'data: '* | 'data:'*) data=${line#data:} && data=${data# } ;;
      '')
        if [ -n "$data" ]; then
          printf '%s\n' "$data"
          [ -z "$id" ] || printf %s "$id" > "$work/last-event-id"
          case $data in
            '{"type":"complete"'*) echo 0 > "$work/status" ;;
            '{"type":"error"'* | '{"type":"cancelled"'*) echo 1 > "$work/status" ;;
          esac
        fi
        data=
        ;;
      '{"type":"about:blank"'*) printf '%s\n' "$line" >&2 ;;
    esac
  done
}

while [ "$tries" -gt 0 ]; do
  { request || echo $? > "$work/curl"; } | read_events
  [ ! -s "$work/status" ] || exit "$(cat "$work/status")"
  # 22: the server has refused, and has said why.
  [ "$(cat "$work/curl" 2> /dev/null)" != 22 ] || exit 2
  tries=$((tries - 1))
  sleep 1
done
echo "The line was cut and does not come back." >&2
exit 1
