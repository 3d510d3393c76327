/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/html_page.h"

#include <stdlib.h>

#include "postproc/html_text.h"

static const char style_sheet[] =
    "body{font:15px/1.55 'Noto Sans','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',"
    "'PingFang SC','Helvetica Neue',Arial,sans-serif;color:#222;max-width:1000px;margin:32px auto;"
    "padding:0 24px}h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:30px 0 8px;"
    "padding-bottom:4px;border-bottom:2px solid #ddd}.sub{color:#666;margin:0}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13.5px;"
    "margin:10px 0}th{background:#f2f4f6;text-align:left}th,td{border:1px solid #d5d9dd;"
    "padding:5px "
    "8px}td.n{text-align:right;white-space:nowrap}td.t{min-width:8em}figure{margin:12px 0 20px;"
    "break-inside:avoid}figure svg{width:100%;height:auto}figcaption{color:#555;font-size:13px}"
    ".big{font-size:20px;padding:12px 16px;border-radius:6px;background:#eef3f8}"
    ".warn{color:#8a4b00}.two{display:grid;grid-template-columns:1fr 1fr;gap:0 24px}"
    "@media(max-width:700px){body{margin:16px auto;padding:0 14px}.two{display:block}}"
    "@media print{body{margin:0;max-width:none;font-size:12px}h2{break-after:avoid}"
    "tr{break-inside:avoid}.page{break-before:page}.wide{overflow:visible}"
    "table{font-size:9px}th,td{padding:2px 4px}td.t{min-width:7em}}";

void flue_html_head(flue_text *out, flue_lang lang, const char *title, const char *style) {
  flue_text_add(out,
                "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width\"><title>",
                lang == FLUE_ZH ? "zh-CN" : "en");
  flue_html_add(out, title);
  flue_text_add(out, "</title>\n<style>%s</style></head><body>\n<h1>", style);
  flue_html_add(out, title);
  flue_text_add(out, "</h1>\n");
}

void flue_html_begin(flue_text *out, flue_lang lang, const char *title, const char *more) {
  char *style = flue_format("%s%s", style_sheet, more ? more : "");
  if (!style) out->failed = 1;
  flue_html_head(out, lang, title, style ? style : "");
  free(style);
}

void flue_html_end(flue_text *out) {
  flue_text_add(out, "</body></html>\n");
}
