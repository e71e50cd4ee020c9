import WeightInitCommands

WeightInitTool.main()
