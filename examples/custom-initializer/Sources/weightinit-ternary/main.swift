// The whole tool, with one more scheme:
//
//     swift run weightinit-ternary generate ternary-mlp.yaml -o ternary.safetensors
//     weightinit verify ternary.safetensors        # the stock tool judges it by the manifest

import WeightInit
import WeightInitCommands

WeightInitTool.main(initializers: try .builtIn.registering(Ternary.self))
