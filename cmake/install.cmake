# SPDX-License-Identifier: MIT
# What `cmake --install` puts where: the program, its plugins, and what other people's plugins need.
include(CMakePackageConfigHelpers)

set(plugin_dir ${CMAKE_INSTALL_LIBDIR}/nssh/plugins)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nssh)

install(TARGETS nssh RUNTIME)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/names)
# A folder for who wants nssh to be ip: it goes first in PATH.
file(RELATIVE_PATH from_names ${CMAKE_INSTALL_FULL_LIBEXECDIR}/nssh/bin
     ${CMAKE_INSTALL_FULL_BINDIR}/nssh)
foreach(name IN ITEMS ip bridge tc)
  file(CREATE_LINK ${from_names} ${PROJECT_BINARY_DIR}/names/${name} SYMBOLIC)
endforeach()
install(DIRECTORY ${PROJECT_BINARY_DIR}/names/ DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/nssh/bin)
if(plugin_targets)
  install(TARGETS ${plugin_targets} LIBRARY DESTINATION ${plugin_dir})
endif()
# Made there, since it has to be newer than the plugins; one that cannot be made only costs time.
install(CODE "execute_process(COMMAND \"$<TARGET_FILE:nssh>\" plugin index
  \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${plugin_dir}\")")
install(DIRECTORY shell/include/nssh TYPE INCLUDE FILES_MATCHING PATTERN "*.h")
install(FILES docs/nssh.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES LICENSE README.md docs/plugins.md TYPE DOC)
install(DIRECTORY batch-examples/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples
        USE_SOURCE_PERMISSIONS FILES_MATCHING PATTERN "*.nsb")
install(FILES packaging/completion/nssh.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME nssh)

# Both packages find their files from where they lie, so that an installed tree can be moved.
file(RELATIVE_PATH pc_to_prefix
     ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/nssh.pc.in nssh.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/nssh.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

configure_package_config_file(cmake/nssh-config.cmake.in nssh-config.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS plugin_dir)
write_basic_package_version_file(nssh-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/nssh-config.cmake
        ${PROJECT_BINARY_DIR}/nssh-config-version.cmake DESTINATION ${package_dir})
install(TARGETS nssh-sdk EXPORT nssh)
install(EXPORT nssh NAMESPACE nssh:: FILE nssh-targets.cmake DESTINATION ${package_dir})
