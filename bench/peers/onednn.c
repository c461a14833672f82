// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "bench/peers/onednn.h"

#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PRODUCTS 256u
#define MAX_COLUMNS 512u /* Positions of a bank of 2-D filters */
#define MAX_IN 8192u

/// One matrix product: [rows, n_in] by [n_in, n_out]
typedef struct {
  const int8_t* weight; ///< Earmark's, as the key
  uint32_t rows;
  dnnl_primitive_t primitive;
  dnnl_memory_t source;
  dnnl_memory_t packed;
  dnnl_memory_t result;
} Product;

static Product products[MAX_PRODUCTS];
static unsigned n_products;
static bool failed;
static dnnl_engine_t engine;
static dnnl_stream_t stream;

static void
check(dnnl_status_t status)
{
  failed = failed || status != dnnl_success;
}

/// [n_in, n_out] from [n_out/16][n_in/4][16][4]
static void
fill(int8_t* plain, const int8_t* w, uint32_t n_in, uint32_t n_out)
{
  for (uint32_t i = 0; i < n_in; ++i) {
    for (uint32_t o = 0; o < n_out; ++o) {
      const size_t block = (size_t)(o / 16u) * n_in * 16u;
      plain[(size_t)i * n_out + o] =
          w[block + (size_t)(i / 4u) * 64u + o % 16u * 4u + i % 4u];
    }
  }
}

/// Weights in the layout that oneDNN likes best for the product
static void
pack(Product* product,
     const_dnnl_primitive_desc_t description,
     const dnnl_memory_desc_t* plain,
     uint32_t n_in,
     uint32_t n_out)
{
  int8_t* const values = (int8_t*)malloc((size_t)n_in * n_out);
  if (!values) {
    failed = true;
    return;
  }
  fill(values, product->weight, n_in, n_out);
  dnnl_memory_t from;
  dnnl_primitive_desc_t reorder;
  dnnl_primitive_t run;
  check(dnnl_memory_create(&from, plain, engine, values));
  check(dnnl_memory_create(
      &product->packed,
      dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0),
      engine, DNNL_MEMORY_ALLOCATE));
  check(dnnl_reorder_primitive_desc_create(
      &reorder, plain, engine,
      dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0),
      engine, NULL));
  check(dnnl_primitive_create(&run, reorder));
  const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from},
                                       {DNNL_ARG_TO, product->packed}};
  check(dnnl_primitive_execute(run, stream, 2, arguments));
  check(dnnl_stream_wait(stream));
  dnnl_primitive_destroy(run);
  dnnl_primitive_desc_destroy(reorder);
  dnnl_memory_destroy(from);
  free(values);
}

static void
make(Product* product, uint32_t n_in, uint32_t n_out)
{
  if (!engine) {
    check(dnnl_engine_create(&engine, dnnl_cpu, 0));
    check(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
  }
  const dnnl_dims_t in = {product->rows, n_in};
  const dnnl_dims_t matrix = {n_in, n_out};
  const dnnl_dims_t out = {product->rows, n_out};
  dnnl_memory_desc_t source;
  dnnl_memory_desc_t plain;
  dnnl_memory_desc_t any;
  dnnl_memory_desc_t result;
  check(dnnl_memory_desc_init_by_tag(&source, 2, in, dnnl_u8, dnnl_ab));
  check(dnnl_memory_desc_init_by_tag(&plain, 2, matrix, dnnl_s8, dnnl_ab));
  check(dnnl_memory_desc_init_by_tag(&any, 2, matrix, dnnl_s8,
                                     dnnl_format_tag_any));
  check(dnnl_memory_desc_init_by_tag(&result, 2, out, dnnl_s32, dnnl_ab));
  dnnl_matmul_desc_t operation;
  dnnl_primitive_desc_t description;
  check(dnnl_matmul_desc_init(&operation, &source, &any, NULL, &result));
  check(
      dnnl_primitive_desc_create(&description, &operation, NULL, engine, NULL));
  if (failed) {
    return;
  }
  pack(product, description, &plain, n_in, n_out);
  check(dnnl_primitive_create(&product->primitive, description));
  check(
      dnnl_memory_create(&product->source, &source, engine, DNNL_MEMORY_NONE));
  check(
      dnnl_memory_create(&product->result, &result, engine, DNNL_MEMORY_NONE));
  dnnl_primitive_desc_destroy(description);
}

static Product*
find(const int8_t* w, uint32_t rows, uint32_t n_in, uint32_t n_out)
{
  for (unsigned i = 0; i < n_products; ++i) {
    if (products[i].weight == w && products[i].rows == rows) {
      return &products[i];
    }
  }
  if (n_products == MAX_PRODUCTS) {
    failed = true;
    return NULL;
  }
  Product* const product = &products[n_products++];
  product->weight = w;
  product->rows = rows;
  make(product, n_in, n_out);
  return product;
}

static void
run(const Product* product, void* x, void* y)
{
  if (!product || failed) {
    return;
  }
  check(dnnl_memory_set_data_handle_v2(product->source, x, stream));
  check(dnnl_memory_set_data_handle_v2(product->result, y, stream));
  const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, product->source},
                                       {DNNL_ARG_WEIGHTS, product->packed},
                                       {DNNL_ARG_DST, product->result}};
  check(dnnl_primitive_execute(product->primitive, stream, 3, arguments));
}

static void
onednn_dot(int32_t* acc,
           const uint8_t* x,
           size_t step,
           uint32_t n_columns,
           const Weights* w)
{
  static uint8_t rows[MAX_COLUMNS * MAX_IN]; // Matrix rows may not overlap
  if (n_columns > MAX_COLUMNS || w->n_in > MAX_IN) {
    failed = true;
    return;
  }
  for (uint32_t c = 0; c < n_columns; ++c) {
    memcpy(rows + c * w->n_in, x + c * step, w->n_in);
  }
  run(find(w->values, n_columns, w->n_in, w->n_out), rows, acc);
}

static void
onednn_requantise(uint8_t* y,
                  const int32_t* acc,
                  const float* scale,
                  const float* bias,
                  uint32_t n)
{
  static const Kernels* own; // Asking what the machine has takes a while
  own = own ? own : kernels_best();
  own->requantise(y, acc, scale, bias, n);
}

bool
onednn_ok(void)
{
  return !failed;
}

const Kernels kernels_onednn = {"onednn", onednn_dot, onednn_requantise};
