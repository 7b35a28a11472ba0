Console.WriteLine("stn");
