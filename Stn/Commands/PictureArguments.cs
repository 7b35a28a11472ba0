using System.CommandLine;
using Stn.Data;

namespace Stn.Commands;

/// <summary>What commands take that show a trained model pictures.</summary>
internal static class PictureArguments
{
    public static Argument<string> Place() => new("PICTURES") { Description = PictureInputs.Formats };

    public static Option<string?> Dataset() =>
        CommonOptions.Dataset("whose classes these are, for a run on a folder that has moved; images are not read. [default: the run's own]");
}
