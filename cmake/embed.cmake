# Data files that users may look up and replace are compiled into the library, so that the program
# needs no installation folder. Each becomes `const char FLUE_DATA_<name>[]` (text, ended by NUL).
set(FLUE_EMBEDDED_SOURCE ${CMAKE_CURRENT_BINARY_DIR}/embedded.c)
file(GLOB FLUE_DATA_FILES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/data/*.csv
  ${PROJECT_SOURCE_DIR}/postproc/rules/*.csv ${PROJECT_SOURCE_DIR}/models/data/methods/*.yaml)
add_custom_command(OUTPUT ${FLUE_EMBEDDED_SOURCE}
  COMMAND ${CMAKE_COMMAND} -DOUT=${FLUE_EMBEDDED_SOURCE} "-DFILES=${FLUE_DATA_FILES}"
          -P ${PROJECT_SOURCE_DIR}/cmake/embed_run.cmake
  DEPENDS ${FLUE_DATA_FILES} ${PROJECT_SOURCE_DIR}/cmake/embed_run.cmake VERBATIM)
