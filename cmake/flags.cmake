# SPDX-License-Identifier: MIT
# Compiler flags of everything that is built here; nssh-flags hands them on.
add_library(nssh-flags INTERFACE)

target_compile_options(nssh-flags INTERFACE
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wformat=2
  -Wconversion -Wno-sign-conversion -Wcast-qual -Wpointer-arith -Wwrite-strings
  # These are mistakes whatever the compiler's version, so they stop every build.
  -Werror=implicit-function-declaration -Werror=implicit-int -Werror=int-conversion
  -Werror=incompatible-pointer-types -Werror=return-type -Werror=format -Werror=format-security
  -Werror=missing-prototypes -Werror=strict-prototypes -Werror=shadow -Werror=vla -Werror=undef
  -Werror=pointer-arith -Werror=array-bounds -Werror=nonnull
  # What gcc says of lengths depends on what it inlines.
  $<$<C_COMPILER_ID:GNU>:-Wno-error=format-truncation>
  -fno-common -fstack-protector-strong)
# Few segments and few symbols: each plugin is mapped at every start.
target_link_options(nssh-flags INTERFACE LINKER:-z,relro LINKER:-z,noexecstack
  LINKER:-z,noseparate-code LINKER:--as-needed LINKER:-O1)

# Checked accesses to buffers need optimisation, and hide what the address sanitizer sees.
if(NOT NSSH_SANITIZE)
  target_compile_options(nssh-flags INTERFACE $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
endif()

if(NSSH_WERROR)
  target_compile_options(nssh-flags INTERFACE -Werror)
endif()

if(NSSH_SANITIZE)
  # LeakSanitizer is part of the address sanitizer.
  target_compile_options(nssh-flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(nssh-flags INTERFACE -fsanitize=address,undefined)
endif()

set(CMAKE_C_FLAGS_RELEASE "-O2 -g -DNDEBUG")
set(CMAKE_C_FLAGS_DEBUG "-Og -g3")
