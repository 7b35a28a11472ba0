namespace Stn.Experiments;

/// <summary>How much of an experiment is run, and where.</summary>
/// <param name="Models">Rows; none for all.</param>
/// <param name="Columns">Columns; none for all.</param>
/// <param name="Seeds">Seeds of each cell, from 1.</param>
/// <param name="Epochs">Epochs of each cell; null for the recipe's.</param>
/// <param name="BudgetMinutes">What all cells together may take; null for as long as it takes.</param>
/// <param name="Again">Whether finished cells are run again.</param>
/// <param name="Data">Root of the data sets.</param>
/// <param name="Out">Folder of the results.</param>
/// <param name="Device">Device spec.</param>
/// <param name="Threads">CPU threads; 0 for one per processor.</param>
/// <param name="Offline">Whether missing data files may not be fetched.</param>
internal sealed record ExperimentSettings(
    string[] Models, string[] Columns, int Seeds, int? Epochs, double? BudgetMinutes, bool Again, string? Data, string Out, string Device, int Threads, bool Offline);
