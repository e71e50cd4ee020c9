#ifndef WEIGHTINIT_CHDF5_SHIM_H
#define WEIGHTINIT_CHDF5_SHIM_H

// libhdf5 as Swift can import it. Three kinds of things need help, and nothing else is here:
// macros that call H5open() first (a comma expression), the mutable globals behind them, and
// functions whose names and structures differ between the versions of the library.

#include <hdf5.h>

// MARK: - Macros

static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_whole_extent(void) { return H5S_ALL; }
static inline hid_t chdf5_error_stack(void) { return H5E_DEFAULT; }

// MARK: - Classes of property lists

static inline hid_t chdf5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_group_creation(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t chdf5_link_creation(void) { return H5P_LINK_CREATE; }

// MARK: - Types

static inline hid_t chdf5_float32_little_endian(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float64_little_endian(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }

// MARK: - Functions that differ between versions

/// What tells one object of a file from another, however many names it has.
typedef struct {
  unsigned long file;
  /// The object's address, or its token since 1.12.
  unsigned char token[16];
} chdf5_identity;

/// The identity of an open object; negative when the library fails.
static inline herr_t chdf5_get_identity(hid_t object, chdf5_identity *identity) {
  *identity = (chdf5_identity){0};
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  herr_t status = H5Oget_info3(object, &info, H5O_INFO_BASIC);
  if (status < 0) return status;
  for (size_t i = 0; i < sizeof(identity->token) && i < sizeof(info.token); i++)
    identity->token[i] = ((const unsigned char *)&info.token)[i];
#else
  H5O_info_t info;
  herr_t status = H5Oget_info2(object, &info, H5O_INFO_BASIC);
  if (status < 0) return status;
  for (size_t i = 0; i < sizeof(info.addr); i++)
    identity->token[i] = (unsigned char)(info.addr >> (8 * i));
#endif
  identity->file = info.fileno;
  return status;
}

/// Takes the name and the kind of a link; a result other than 0 ends the iteration.
typedef int (*chdf5_link_body)(const char *name, H5L_type_t kind, void *context);

typedef struct {
  chdf5_link_body body;
  void *context;
} chdf5_link_visit;

#if H5_VERSION_GE(1, 12, 0)
static inline herr_t chdf5_visit_link(
    hid_t group, const char *name, const H5L_info2_t *info, void *visit) {
#else
static inline herr_t chdf5_visit_link(
    hid_t group, const char *name, const H5L_info_t *info, void *visit) {
#endif
  (void)group;
  chdf5_link_visit *call = (chdf5_link_visit *)visit;
  return call->body(name, info->type, call->context);
}

/// Calls `body` for each link of a group, in the order in which they are stored (another order would
/// make the library sort a table, whose release crashes when reading it failed); what the last call
/// returned, or negative when the library fails.
static inline herr_t chdf5_for_each_link(hid_t group, chdf5_link_body body, void *context) {
  chdf5_link_visit visit = {body, context};
#if H5_VERSION_GE(1, 12, 0)
  return H5Literate2(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, chdf5_visit_link, &visit);
#else
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, chdf5_visit_link, &visit);
#endif
}

#endif
