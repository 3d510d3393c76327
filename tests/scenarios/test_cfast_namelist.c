/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fortran namelist text in all the ways people and programs write it. */
#include "scenario_fixture.h"
#include "scenarios/cfast/namelist.h"

/** A text read, with its findings. Free with parsed_clear(). */
typedef struct parsed {
  flue_namelist file;
  flue_diagnostics list;
  flue_text printed;
} parsed;

static parsed parse(const char *text, size_t n) {
  parsed p = {.list = {.file = "c.in"}};
  assert_int_equal(flue_namelist_read(NULL, text, n, &p.list, &p.file), FLUE_OK);
  flue_diagnostics_print(&p.list, &p.printed);
  return p;
}

static parsed parse_sound(const char *text) {
  parsed p = parse(text, strlen(text));
  if (p.list.n > 0) fail_msg("%s", p.printed.data);
  return p;
}

static void parsed_clear(parsed *p) {
  flue_namelist_clear(&p->file);
  flue_diagnostics_clear(&p->list);
  flue_text_clear(&p->printed);
}

/** The file as one line, such as "COMP A(0)=[1 'x' -] B(2)=[T];". */
static char *flat(const flue_namelist *file) {
  flue_text out = {0};
  flue_text_add(&out, "%s", "");
  for (size_t r = 0; r < file->n; ++r) {
    flue_text_add(&out, "%s%s", r ? " " : "", file->record[r].group);
    for (size_t k = 0; k < file->record[r].n; ++k) {
      const flue_namelist_parameter *p = &file->record[r].parameter[k];
      flue_text_add(&out, " %s", p->name);
      if (p->first) flue_text_add(&out, "(%zu)", p->first);
      flue_text_add(&out, "=");
      for (size_t v = 0; v < p->n; ++v) {
        const flue_namelist_value *value = &p->value[v];
        flue_text_add(&out, "%s", v ? "," : "");
        if (value->kind == FLUE_NAMELIST_NUMBER)
          flue_text_add(&out, "%g", value->number);
        else if (value->kind == FLUE_NAMELIST_ABSENT)
          flue_text_add(&out, "-");
        else
          flue_text_add(&out, value->kind == FLUE_NAMELIST_TEXT ? "'%s'" : "%s", value->text);
      }
    }
    flue_text_add(&out, ";");
  }
  return out.data;
}

static void expect(const char *text, const char *wanted) {
  parsed p = parse_sound(text);
  char *got = flat(&p.file);
  if (strcmp(got, wanted) != 0) fail_msg("%s\nread as   %s\ninstead of %s", text, got, wanted);
  free(got);
  parsed_clear(&p);
}

static void keys_and_lists_are_separated_by_commas_or_blanks(void **state) {
  (void)state;
  expect("&TIME SIMULATION = 900 PRINT=60,SMOKEVIEW= 15 ,SPREADSHEET =15./",
         "TIME SIMULATION=900 PRINT=60 SMOKEVIEW=15 SPREADSHEET=15;");
  expect("&COMP ORIGIN = 1, 2 3 GRID=50,50,50, ID='a' /",
         "COMP ORIGIN=1,2,3 GRID=50,50,50 ID='a';");
  expect("&VENT COMP_IDS = 'A' 'OUTSIDE' , BOTTOM = 0/", "VENT COMP_IDS='A','OUTSIDE' BOTTOM=0;");
  expect("&COMP\tWIDTH\t=\t4\tDEPTH=\t5/", "COMP WIDTH=4 DEPTH=5;");
}

static void records_go_over_many_lines_with_any_ends(void **state) {
  (void)state;
  static const char wanted[] = "COMP ID='a' WIDTH=4 ORIGIN=0,1,2;";
  expect("&COMP ID = 'a'\n  WIDTH = 4\n  ORIGIN = 0,\n 1,\n 2\n/\n", wanted);
  expect("&COMP ID = 'a'\r\n  WIDTH = 4\r\n  ORIGIN = 0, 1, 2\r\n/\r\n", wanted);
  expect("&COMP ID = 'a'\r  WIDTH = 4\r  ORIGIN = 0, 1, 2\r/", wanted);
  expect("\xEF\xBB\xBF&COMP ID = 'a' WIDTH = 4 ORIGIN = 0, 1, 2 /", wanted);
  expect("&COMP ID = 'a' WIDTH = 4 ORIGIN = 0, 1, 2 &END", wanted);
  expect("&comp id = 'a' Width = 4 origin = 0, 1, 2 /", wanted);
}

static void comments_and_text_between_records_are_passed_over(void **state) {
  (void)state;
  expect(
      "a case of mine\n! &COMP WIDTH = 9 /\n!! Compartments\n&COMP ID = 'a' ! the 'first\n"
      " WIDTH = 4 !! wide / enough\n/ behind it: Smith & Jones\n# &HEAD /\nx &HEAD /\n&TAIL /",
      "COMP ID='a' WIDTH=4; TAIL;");
  expect("&HEAD VERSION = 7600 / &TAIL /", "HEAD VERSION=7600; TAIL;");
  expect("", "");
  expect("&\n& x\n", "");
}

static void quotes_keep_slashes_signs_and_other_quotes(void **state) {
  (void)state;
  expect("&MATL ID = 'GYP1/2' MATERIAL = '\"Steel, 2.5 cm\"' FYI = \"it's = fine & ! /\" /",
         "MATL ID='GYP1/2' MATERIAL='\"Steel, 2.5 cm\"' FYI='it's = fine & ! /';");
  expect("&MATL ID = 'a''b' FYI=\"c\"\"d\" MATERIAL='' /", "MATL ID='a'b' FYI='c\"d' MATERIAL='';");
  expect("&MATL ID = 'Room  ' /", "MATL ID='Room';"); /* as Fortran compares */
  expect("&HEAD TITLE = 'over\n two lines' /", "HEAD TITLE='over two lines';");
  expect("&HEAD TITLE = 'Br\xfbler \x92' /", "HEAD TITLE='Brûler ?';"); /* Latin-1, Windows */
  expect("&HEAD TITLE = '\xe6\xa5\xbc' /", "HEAD TITLE='楼';");
}

static void numbers_are_those_of_fortran(void **state) {
  (void)state;
  expect("&X A = 1.0D0, 2.5d-1 3E2 .5 5. -7 +8 1e3/", "X A=1,0.25,300,0.5,5,-7,8,1000;");
  expect("&X A = 3*0, 2*'b' 2* , 4/", "X A=0,0,0,'b','b',-,-,4;");
  expect("&X A = ,,3 B = C(2) = 5 D(1:2) = 6, 7 E(:) = 8/", "X A=-,-,3 B= C(1)=5 D=6,7 E=8;");
  expect("&X A = 10m, 0x10, nan, 1.2.3/", "X A=10m,0x10,nan,1.2.3;"); /* words, to be refused */
}

static void logicals_are_told_from_keys_of_one_letter(void **state) {
  (void)state;
  expect("&X A = T B = F HALL = .TRUE. SHAFT=.false. T = 0, 10 F = 1, 0 /",
         "X A=T B=F HALL=.TRUE. SHAFT=.false. T=0,10 F=1,0;");
}

static void places_are_line_and_character(void **state) {
  (void)state;
  parsed p = parse_sound("!\n  &COMP ID = 'é' WIDTH =\n   4, ORIGIN(2) = 3*1/");
  const flue_namelist_record *r = &p.file.record[0];
  assert_int_equal(r->line, 2);
  assert_int_equal(r->column, 3);
  assert_int_equal(r->parameter[1].column, 18);
  assert_int_equal(r->parameter[1].value[0].line, 3);
  assert_int_equal(r->parameter[1].value[0].column, 4);
  assert_int_equal(r->parameter[2].n, 3);
  assert_int_equal(r->parameter[2].value[2].column, 19);
  parsed_clear(&p);
}

static void all_mistakes_of_a_file_are_found_and_the_rest_is_read(void **state) {
  (void)state;
  static const char text[] =
      "&HEAD VERSION 7600 /\n"
      "&COMP ID = 'a, WIDTH = 4\n"
      "  DEPTH = 5 HEIGHT : 3, WIDTH = 6 /\n"
      "&TIME SIMULATION = 5\n"
      "&INIT PRESSURE = 7 / \n"
      "&MISC ADIABATIC = T";
  static const char wanted[] =
      "c.in:1:7: error E246: &HEAD: found \"VERSION\" where NAME = value, or / at the end, is "
      "wanted\n"
      "c.in:2:12: error E245: the text that begins here is not closed: put ' at its end\n"
      "c.in:3:13: error E246: &COMP: found \"HEIGHT\" where NAME = value, or / at the end, is "
      "wanted\n"
      "c.in:4:1: error E244: the record &TIME is not closed: put / at its end\n"
      "c.in:6:1: error E244: the record &MISC is not closed: put / at its end\n";
  parsed p = parse(text, strlen(text));
  assert_string_equal(p.printed.data, wanted);
  char *got = flat(&p.file);
  assert_string_equal(got,
                      "HEAD; COMP ID= DEPTH=5,3 WIDTH=6; TIME SIMULATION=5; INIT PRESSURE=7; "
                      "MISC ADIABATIC=T;");
  free(got);
  parsed_clear(&p);
}

static void hostile_texts_do_no_harm(void **state) {
  (void)state;
  static const char *const texts[] = {"&A",
                                      "&A '",
                                      "&A B=",
                                      "&A B='",
                                      "&A B=3*",
                                      "&A B(",
                                      "&A B(1",
                                      "&A B(99999999999999999)=1/",
                                      "&A B=99999999999*0/",
                                      "&A =/",
                                      "&A ==1/",
                                      "&A B=(1,2)/",
                                      "&A &B &C",
                                      "&A/&B/&C",
                                      "&A ,,,/",
                                      "&A\xff\xfe\x00/"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
    parsed p = parse(texts[i], strlen(texts[i]));
    parsed_clear(&p);
  }
  parsed p = parse("&A B='\0' /\0", 11);
  parsed_clear(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_and_lists_are_separated_by_commas_or_blanks),
      cmocka_unit_test(records_go_over_many_lines_with_any_ends),
      cmocka_unit_test(comments_and_text_between_records_are_passed_over),
      cmocka_unit_test(quotes_keep_slashes_signs_and_other_quotes),
      cmocka_unit_test(numbers_are_those_of_fortran),
      cmocka_unit_test(logicals_are_told_from_keys_of_one_letter),
      cmocka_unit_test(places_are_line_and_character),
      cmocka_unit_test(all_mistakes_of_a_file_are_found_and_the_rest_is_read),
      cmocka_unit_test(hostile_texts_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
