while read -r a b; do
  case $(vercmp "$a" "$b") in -1) echo '<' ;; 0) echo '=' ;; 1) echo '>' ;; *) echo invalid ;; esac
done
