# SPDX-License-Identifier: MIT
# Every test is run by tests/tap-check, which reads its TAP; CONTRIBUTING.md tells what they are.
file(GLOB unit_tests CONFIGURE_DEPENDS tests/unit/test_*.c)
file(GLOB script_tests CONFIGURE_DEPENDS tests/live/*.test tests/repl/*.test tests/checks/*.test
  tests/property/*.test tests/diff/*.test)

set(test_environment
  NSSH=$<TARGET_FILE:nssh>
  NSSH_SOURCE=${PROJECT_SOURCE_DIR}
  NSSH_BUILD=${PROJECT_BINARY_DIR})

function(nssh_test name)
  add_test(NAME ${name} COMMAND ${PROJECT_SOURCE_DIR}/tests/tap-check ${name} ${ARGN})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 ENVIRONMENT "${test_environment}")
endfunction()

if(unit_tests)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()
foreach(source IN LISTS unit_tests)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE nssh-core nssh-flags PkgConfig::CMOCKA)
  target_include_directories(${name} PRIVATE tests/unit)
  target_compile_definitions(${name} PRIVATE
    NSSH_TEST_SOURCE="${PROJECT_SOURCE_DIR}" NSSH_TEST_PLUGINS="${PROJECT_BINARY_DIR}/plugins")
  # A plugin that a test loads finds here what the program would give it.
  target_link_options(${name} PRIVATE LINKER:--dynamic-list=${NSSH_SYMBOLS})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  string(REPLACE "test_" "unit." test ${name})
  nssh_test(${test} $<TARGET_FILE:${name}>)
endforeach()

foreach(script IN LISTS script_tests)
  get_filename_component(name ${script} NAME_WE)
  get_filename_component(folder ${script} DIRECTORY)
  get_filename_component(folder ${folder} NAME)
  nssh_test(${folder}.${name} ${script})
endforeach()

# Tables of lines against what they would do. The program has a plan of its own, which records: it
# stands before the core's, which is linked whole for the plugins' sake.
add_executable(words tests/words/words.c)
target_link_libraries(words PRIVATE $<LINK_LIBRARY:WHOLE_ARCHIVE,nssh-core> nssh-flags)
target_compile_definitions(words PRIVATE NSSH_TEST_PLUGINS="${PROJECT_BINARY_DIR}/plugins")
target_link_options(words PRIVATE
  LINKER:--dynamic-list=${NSSH_SYMBOLS} LINKER:--allow-multiple-definition)
set_target_properties(words PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
file(GLOB word_tables CONFIGURE_DEPENDS tests/words/*.words)
foreach(table IN LISTS word_tables)
  get_filename_component(name ${table} NAME_WE)
  nssh_test(words.${name} $<TARGET_FILE:words> ${table})
endforeach()

# Fuzzing (clang only): tests/fuzz/README.md. A short run is a test.
if(CMAKE_C_COMPILER_ID STREQUAL "Clang" AND NSSH_SANITIZE)
  add_executable(fuzz_lang tests/fuzz/fuzz_lang.c)
  target_link_libraries(fuzz_lang PRIVATE $<LINK_LIBRARY:WHOLE_ARCHIVE,nssh-core> nssh-flags)
  target_compile_options(fuzz_lang PRIVATE -fsanitize=fuzzer)
  target_link_options(fuzz_lang PRIVATE -fsanitize=fuzzer LINKER:--dynamic-list=${NSSH_SYMBOLS})
endif()

# These compile the whole tree again, read all of it, or wait for the kernel some hundred times; the
# longest start first.
foreach(script IN LISTS script_tests)
  if(script MATCHES "/(checks/[a-z-]*|live/stranger|live/inject|live/journal|property/random)[.]test$")
    string(REPLACE "/" "." name "${CMAKE_MATCH_1}")
    set_tests_properties(${name} PROPERTIES TIMEOUT 600)
  endif()
endforeach()
set_tests_properties(checks.tidy checks.clang checks.gcc-release checks.cppcheck checks.shellcheck
  live.inject PROPERTIES COST 1000)

# Stands between the kernel and what it is preloaded into, also programs that are not ours.
add_library(wire MODULE tests/diff/wire.c)
target_link_libraries(wire PRIVATE ${CMAKE_DL_LIBS})
set_target_properties(wire PROPERTIES
  PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)

# The least work for the benchmark's labs; tests/bench/run compiles one of its own.
add_executable(floor tests/bench/floor.c)
target_link_libraries(floor PRIVATE nssh-flags PkgConfig::MNL)
set_target_properties(floor PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
