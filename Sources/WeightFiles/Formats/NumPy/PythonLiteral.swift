/// A value written as a Python literal, as far as the headers of .npy files need it.
enum PythonLiteral {
  case string(String)
  case bool(Bool)
  case noneObject
  case integer(Int)
  case tuple([PythonLiteral])
  case list([PythonLiteral])
  case map([(key: String, value: PythonLiteral)])
}
