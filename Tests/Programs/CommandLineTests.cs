using Stn;
using Stn.Commands;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("digits", "none", "27,360")]
    [InlineData("mnist", "RTS", "73,160")]
    [InlineData("cifar10", "none", "39,884")]
    [InlineData("gtsrb", "none", "112,927")]
    public async Task Summary_OfTheTutorialNetwork_CountsItsParameters(string dataset, string distort, string parameters)
    {
        (int exitCode, string output, _) = await ProgramRun.Of("summary", "--dataset", dataset, "--distort", distort);
        Assert.Equal(0, exitCode);
        Assert.EndsWith(parameters, output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfSums_HasTheirChannelsAndClasses()
    {
        (int exitCode, string output, _) = await ProgramRun.Of("summary", "--distort", "addition", "--model", "paper-cnn");
        Assert.Equal(0, exitCode);
        Assert.Contains("input [N, 2, 42, 42]", output, StringComparison.Ordinal);
        Assert.Contains("[N, 19]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfASetThatIsResized_TakesASize()
    {
        (int exitCode, string output, _) = await ProgramRun.Of("summary", "--dataset", "gtsrb", "--size", "32");
        Assert.Equal(0, exitCode);
        Assert.Contains("input [N, 3, 32, 32]", output, StringComparison.Ordinal);
        Assert.EndsWith("41,567", output.TrimEnd(), StringComparison.Ordinal);
    }

    // To be pasted into a shell.
    [Theory]
    [InlineData("runs/first", "runs/first")]
    [InlineData("my runs", "\"my runs\"")]
    [InlineData("$HOME's", "'$HOME'\\''s'")]
    [InlineData("a&b;c", "'a&b;c'")]
    public void Command_ToBeTypedAgain_IsQuoted(string folder, string quoted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its shells quote otherwise.");
        Assert.Equal($"stn train --out {quoted} --resume", Typed.Command(StnProgram.Parse(["train", "--out", folder], () => Stream.Null), "--resume"));
    }

    [Fact]
    public async Task Devices_Always_ListTheCpuAndSayWhyOthersAreMissing()
    {
        (int exitCode, string output, _) = await ProgramRun.Of("devices");
        Assert.Equal(0, exitCode);
        Assert.Contains("cpu ", output, StringComparison.Ordinal);
        Assert.Contains("cuda:0", output, StringComparison.Ordinal);
        Assert.Contains("not there", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("eval")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("predict")]
    [InlineData("gradcam")]
    [InlineData("visualize")]
    [InlineData("summary")]
    [InlineData("devices")]
    public async Task Help_OfEachCommand_NamesItsOptions(string command)
    {
        (int exitCode, string output, _) = await ProgramRun.Of(command, "--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--epochs 0: a number from 1 to 100000 is wanted", "train", "--epochs", "0")]
    [InlineData("--batch-size many: a number from 1 to 65536 is wanted", "train", "--batch-size", "many")]
    [InlineData("--learning-rate NaN: a number from 0 to 1000 is wanted", "train", "--learning-rate", "NaN")]
    [InlineData("'imagenet'", "train", "--dataset", "imagenet")]
    [InlineData("'folder:'", "train", "--dataset", "folder:")]
    [InlineData("no-such-folder: the folder is not there", "train", "--dataset", "folder:no-such-folder", "--device", "cpu", "--dry-run")]
    [InlineData("no-such-folder: the folder is not there", "summary", "--dataset", "folder:no-such-folder")]
    [InlineData("neither is GTSRB/Final_Training/Images/", "train", "--dataset", "gtsrb", "--data", "no-such-folder", "--device", "cpu", "--dry-run")]
    [InlineData("--size 5: a number from 20 to 512 is wanted", "train", "--dataset", "gtsrb", "--size", "5")]
    [InlineData("--size 32: the images of mnist are 28x28", "train", "--dataset", "mnist", "--size", "32")]
    [InlineData("--size 32: the images of digits are 28x28", "summary", "--size", "32")]
    [InlineData("--distort TC: cifar10 has 3 channels", "summary", "--dataset", "cifar10", "--distort", "TC")]
    [InlineData("--frobnicate", "train", "--frobnicate")]
    [InlineData("--resume needs --out", "train", "--resume")]
    [InlineData("Unknown device 'tpu'. Use cpu", "train", "--device", "tpu", "--dry-run")]
    [InlineData("Device 'cuda:0' is not there", "train", "--device", "cuda:0", "--dry-run")]
    [InlineData("--offline forbids to fetch", "train", "--dataset", "mnist", "--data", "no-such-folder", "--offline", "--dry-run")]
    [InlineData("--offline forbids to fetch", "train", "--dataset", "cifar10", "--data", "no-such-folder", "--offline", "--dry-run")]
    [InlineData("no-such-run", "eval", "no-such-run")]
    [InlineData("@no-such-run: file", "eval", "@no-such-run")]
    [InlineData("an argument is empty, number 3", "train", "--data", "")]
    [InlineData("an argument is empty, number 2", "eval", "\0")]
    [InlineData("'[suggest:x]' is no directive that can be followed", "[suggest:x]", "train")]
    [InlineData("the options and log of a run of this program", "eval", "Golden/vectors/relu.safetensors")]
    public async Task Program_BadInput_SaysWhatIsWrongAndWhatToDo(string message, params string[] args)
    {
        string[] located = [.. args.Select(a => a.StartsWith("Golden/", StringComparison.Ordinal) ? Path.Combine(AppContext.BaseDirectory, a) : a)];
        (int exitCode, _, string error) = await ProgramRun.Of(located);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
