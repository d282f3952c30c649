# Signals process groups for the JVM at the other end of standard input; see ProcessGroups.
# $1 is the mark that every process of the cluster carries at the start of a line of its environment.
trap '' INT TERM HUP QUIT PIPE
groups=' '
while read -r what leader; do
  case $what in
    add) groups="$groups$leader " ;;
    forget)
      case $groups in
        *" $leader "*) groups="${groups%% $leader *} ${groups#* $leader }" ;;
      esac ;;
    *) kill -s "$what" -- "-$leader" 2>/dev/null ;;
  esac
done
# The input ended: the cluster is over. A process may fork while it is looked for, so look until none is left.
for leader in $groups; do kill -s KILL -- "-$leader" 2>/dev/null; done
if [ -d /proc/self ]; then
  for round in 1 2 3 4 5 6 7 8 9 10; do
    # grep fails for every process of somebody else, whatever it finds
    found=$(grep -lsz "^$1" /proc/[0-9]*/environ)
    [ -n "$found" ] || break
    for file in $found; do
      leader=${file#/proc/}
      kill -s KILL "${leader%/environ}" 2>/dev/null
    done
  done
fi
