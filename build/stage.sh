#!/usr/bin/env bash
# Lays out everything that an image is built from under MODULE/target/image, the build context of its Containerfile,
# and prints that folder. The module has been packaged by Maven before.
#
#   build/stage.sh server|operator
#
# To build with another tool:
#   docker build -f memory-service-image/Containerfile "$(build/stage.sh server)"
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

jdk=$("$BUILD/java.sh")
export JAVA_HOME=$jdk

# take_natives JAR PREFIX TARGET: moves the files of the jar under PREFIX to TARGET and drops every other native library,
# so that nothing is unpacked at start and no image carries libraries of another platform.
take_natives() {
  local jar=$1 natives=$2 prefix=$3 target=$4 unpacked=$stage/unpacked
  mkdir -p "$unpacked" "$target"
  (cd "$unpacked" && "$jdk/bin/jar" --extract --file "$jar")
  [[ -d $unpacked/$prefix ]] || fail "$(basename "$jar") has no native libraries for this platform: $prefix is missing"
  mv "$unpacked/$prefix"/* "$target"
  rm -rf "${unpacked:?}/$natives"
  (
    cd "$unpacked"
    mv META-INF/MANIFEST.MF "$stage/MANIFEST.MF"
    find . -type f | LC_ALL=C sort >"$stage/files"
    "$jdk/bin/jar" --create --file "$jar" --manifest "$stage/MANIFEST.MF" \
      --date "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" "@$stage/files"
  )
  rm -rf "$unpacked" "$stage/MANIFEST.MF" "$stage/files"
}

stage_server() {
  local onnxruntime_platform sqlite_platform zstd_platform
  case $(uname -m) in
    x86_64) onnxruntime_platform=linux-x64 sqlite_platform=x86_64 zstd_platform=amd64 ;;
    aarch64) onnxruntime_platform=linux-aarch64 sqlite_platform=aarch64 zstd_platform=aarch64 ;;
    *) fail "no image for $(uname -m): ONNX Runtime has native libraries for x86_64 and aarch64" ;;
  esac
  [[ -f $module/target/quarkus-app/quarkus-run.jar ]] || fail "$module is not packaged: run make build"
  cp -r "$module/target/quarkus-app" "$stage/app"
  rm -f "$stage/app/quarkus-app-dependencies.txt"
  local libraries=$stage/app/lib/main
  take_natives "$(echo "$libraries"/com.microsoft.onnxruntime.onnxruntime-*.jar)" \
    ai/onnxruntime/native "ai/onnxruntime/native/$onnxruntime_platform" "$stage/native"
  take_natives "$(echo "$libraries"/org.xerial.sqlite-jdbc-*.jar)" \
    org/sqlite/native "org/sqlite/native/Linux/$sqlite_platform" "$stage/native"
  take_natives "$(echo "$libraries"/com.github.luben.zstd-jni-*.jar)" linux "linux/$zstd_platform" "$stage/native"
  mv "$stage"/native/libzstd-jni-*.so "$stage/native/libzstd-jni.so"
  "$jdk/bin/java" "$BUILD/jars/UpgradeOldClasses.java" "$libraries"
  mkdir -p "$stage/volumes/data"
  cp -r "$module/target/model" "$stage/model"
}

stage_operator() {
  [[ -d $module/target/lib ]] || fail "$module is not packaged: run make build"
  mkdir "$stage/app"
  cp -r "$module/target/lib" "$stage/app/lib"
  cp "$module"/target/*-runner.jar "$stage/app/operator.jar"
  stage_operator_training
}

# The stand-in of the Kubernetes API that the operator is trained against, and what a Pod finds of its service account.
stage_operator_training() {
  local training=$stage/training
  mkdir -p "$training/classes" "$training/serviceaccount"
  "$jdk/bin/javac" -proc:none -nowarn -cp "$stage/app/lib/*" -d "$training/classes" "$BUILD/training/OperatorTraining.java"
  "$jdk/bin/keytool" -genkeypair -alias api-server -keyalg EC -groupname secp256r1 -dname CN=training -validity 3650 \
    -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass training -keystore "$training/api-server.p12" 2>/dev/null
  "$jdk/bin/keytool" -exportcert -rfc -alias api-server -storepass training -keystore "$training/api-server.p12" \
    2>/dev/null >"$training/serviceaccount/ca.crt"
  printf training >"$training/serviceaccount/token"
  printf default >"$training/serviceaccount/namespace"
}

case ${1:-} in
  server)
    module=$ROOT/memory-service-image
    # What no start needs: whole modules, and of java.base what is for TLS, other character sets and other programs.
    compression="zip-9:filter=$(printf '/%s/**,' java.compiler java.datatransfer java.desktop java.naming java.net.http \
      java.prefs java.security.jgss java.security.sasl java.transaction.xa java.xml jdk.incubator.vector jdk.jfr jdk.zipfs \
      java.base/com/sun/crypto java.base/jdk/internal/foreign java.base/jdk/internal/icu java.base/jdk/internal/jrtfs \
      java.base/sun/launcher java.base/sun/nio/cs java.base/sun/security java.base/sun/text java.base/sun/util/resources)"
    ;;
  operator) module=$ROOT/operator compression=zip-9 ;;
  *) fail 'usage: build/stage.sh server|operator' ;;
esac

stage=$module/target/image
rm -rf "$stage"
mkdir -p "$stage"
"stage_$1"
cp -r "$("$BUILD/jre/link.sh" "$BUILD/jre/$1-modules.txt" "${compression%,}")" "$stage/java"
cp "$module/java.options" "$ROOT/LICENSE" "$stage"
# Where build/jre could not make the Vector API a regular module, it has to be asked for.
if grep -q jdk.incubator.vector "$BUILD/jre/$1-modules.txt" \
  && ! "$stage/java/bin/java" --show-module-resolution -version 2>/dev/null | grep -q 'root jdk.incubator.vector'; then
  printf '%s\n' --add-modules=jdk.incubator.vector >>"$stage/java.options"
fi
chmod -R u=rwX,go=rX "$stage"
find "$stage" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
printf '%s\n' "$stage"
