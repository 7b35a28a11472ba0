namespace StnEngine.Datasets.Download;

/// <summary>A file on its way, under <c>name.part</c>, which one process at a time holds.</summary>
/// <remarks>Empty, it is gone at the end; else it stays. A small <c>name.part.pid</c> beside it tells others who holds it.</remarks>
internal sealed class PartFile : IDisposable
{
    private const string WritableRemedy =
        $"Free some space, or name a data folder that can be written with --data ROOT or {DataRoot.Variable}.";
    private readonly FileStream _stream;
    private bool _moved;

    private PartFile(string path, FileStream stream)
    {
        (Path, _stream) = (path, stream);
        _stream.Position = _stream.Length;
    }

    public string Path { get; }

    public long Length => _stream.Length;

    /// <summary>Its content, to be read from position 0.</summary>
    public Stream Content => _stream;

    /// <exception cref="DatasetException">Another process holds it, or the folder cannot be written.</exception>
    public static PartFile Open(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            PartFile part = new(path, OpenAlone(path));
            part.SignByProcess();
            return part;
        }
        catch (IOException error) when (IsSharingViolation(error))
        {
            throw new DatasetException(
                path, $"{Holder(path)} is fetching this file.", "Wait until it is done, or end it; then start again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, error);
        }
    }

    /// <summary>Whether there is one, or what is left of one.</summary>
    public static bool IsAt(string path) => File.Exists(path) || File.Exists(PidPath(path));

    public static DatasetException CannotWrite(string path, Exception error)
        => new(path, $"the file cannot be written ({error.Message}).", WritableRemedy, error);

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            _stream.Position = _stream.Length;
            await _stream.WriteAsync(bytes, cancellation);
        }
        catch (IOException error)
        {
            throw CannotWrite(Path, error);
        }
    }

    public void Clear() => _stream.SetLength(0);

    /// <summary>Puts the whole file into its place; a file that has come there meanwhile is left alone.</summary>
    public void MoveTo(string path)
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            if (File.Exists(path))
            {
                Clear();
                return;
            }
            File.Move(Path, path);
            _moved = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, error);
        }
    }

    public void Dispose()
    {
        try
        {
            // Both go while the file is still held: afterwards they may be another process's.
            File.Delete(PidPath(Path));
            if (!_moved && _stream.Length == 0)
            {
                File.Delete(Path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or its disk: what has gone wrong before is what the caller must hear.
        }
        finally
        {
            _stream.Dispose();
        }
    }

    private void SignByProcess()
    {
        try
        {
            File.WriteAllText(PidPath(Path), $"{Environment.ProcessId}");
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    // Windows needs leave to rename and delete an open file; elsewhere anything but None would let others in.
    private static FileStream OpenAlone(string path)
        => new(
            path,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
            bufferSize: 0,
            FileOptions.Asynchronous);

    // ERROR_SHARING_VIOLATION of Windows, EWOULDBLOCK of Linux and of macOS.
    private static bool IsSharingViolation(IOException error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;

    private static string PidPath(string path) => path + ".pid";

    private static string Holder(string path)
    {
        try
        {
            return $"process {int.Parse(File.ReadAllText(PidPath(path)))}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return "another process";
        }
    }
}
