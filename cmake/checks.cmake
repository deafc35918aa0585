# SPDX-License-Identifier: MIT
# Looking at the source without running it; the tests of the same names do it too.
foreach(check IN ITEMS cppcheck shellcheck)
  add_custom_target(${check} COMMAND ${PROJECT_SOURCE_DIR}/tests/checks/${check}.test VERBATIM)
endforeach()

file(GLOB_RECURSE c_files CONFIGURE_DEPENDS shell/*.[ch] plugins/*.[ch] tests/*.[ch])
add_custom_target(format COMMAND clang-format -i ${c_files} VERBATIM)
