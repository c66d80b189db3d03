# The long checks of `test.sh --all`: clang-tidy over app, a minute of each fuzz target. Sourced, at the root of the project.

echo "clang-tidy"
# GCC's precompiled headers mean nothing to clang: ask for a compile database without them.
cmake -S . -B build/tidy -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DOVDEPLOY_TESTS=OFF >/dev/null
cmake --build build/tidy --target core_autogen
find app -name '*.cpp' -print0 | xargs -0 -n 4 -P 2 clang-tidy --quiet -p build/tidy

echo "fuzz targets, ${fuzz_seconds:=60} seconds each"
build fuzz
for source in tests/fuzz/*_fuzz.cpp; do
    name=$(basename "$source" .cpp)
    mkdir -p "build/fuzz/corpus/$name"
    "build/fuzz/tests/fuzz/$name" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -verbosity=0 -artifact_prefix="build/fuzz/" \
        "build/fuzz/corpus/$name" "tests/fuzz/seeds/${name%_fuzz}"
    echo "$name: nothing found"
done
