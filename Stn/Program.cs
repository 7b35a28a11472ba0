return await Stn.StnProgram.RunAsync(args, Console.Out, Console.Error);
