# What the findings in Java share. A finding sources this file; it is not a finding itself.
set -eu
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# jars group:artifact:version...  copies these jars, and those that they need, to $work/lib.
# "-group" leaves out what the artifact before it would bring from that group.
jars() {
    local IFS=: open=false
    {
        echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>'
        for one in "$@"; do
            if [ "${one#-}" != "$one" ]; then
                echo "<exclusion><groupId>${one#-}</groupId><artifactId>*</artifactId></exclusion>"
                continue
            fi
            if $open; then echo '</exclusions></dependency>'; fi
            open=true
            set -- $one
            echo "<dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version><exclusions>"
            echo '<exclusion><groupId>none</groupId><artifactId>none</artifactId></exclusion>'
        done
        echo '</exclusions></dependency></dependencies></project>'
    } > "$work/pom.xml"
    unset IFS
    copy -o > "$work/maven" 2>&1 || copy > "$work/maven" 2>&1 || {
        cat "$work/maven"
        echo "Maven could not get the packages, so this run shows nothing."
        exit 2
    }
}

copy() {
    mvn -q -B -Dstyle.color=never "$@" -f "$work/pom.xml" \
        org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$work/lib"
}

# program NAME  compiles and runs the class NAME, which comes on the standard input; its output goes to $work/seen.
program() {
    cat > "$work/$1.java"
    if ! (cd "$work" && timeout 110 java -Dorg.slf4j.simpleLogger.defaultLogLevel=off \
        -cp 'lib/*' "$1.java" > seen 2> trouble); then
        cat "$work/trouble"
        echo "The program did not run to its end, so this run shows nothing."
        exit 2
    fi
}

# The lines on the standard input are what was seen when the finding was written.
still() {
    cat "$work/seen"
    if ! diff - "$work/seen" > "$work/difference"; then
        echo "The behaviour has changed (< then, > now):"
        cat "$work/difference"
        exit 1
    fi
    echo "It is still so."
}
