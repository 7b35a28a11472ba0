using StnEngine;

namespace Stn;

/// <summary>Keeps a folder for one process. The operating system holds the lock, so that it ends with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";
    private readonly string _folder;
    private readonly FileStream _file;

    private FolderLock(string folder, FileStream file) => (_folder, _file) = (folder, file);

    /// <summary>Makes the folder if it is not there, takes it, and clears away what a process that was killed left of files it was writing.</summary>
    /// <param name="folder">Where a command writes.</param>
    /// <exception cref="UserException">Another process has it, or nothing can be written there.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var taken = new FolderLock(
                folder, new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
            WholeFile.DeleteLeftOvers(folder);
            return taken;
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new UserException($"Another process is writing to '{folder}'. Wait until it is done, or end it; or choose another --out.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--out: nothing can be written to the folder '{folder}': {e.Message} Choose another.", e);
        }
    }

    /// <summary>Lets others have the folder. One with nothing in it is deleted: what was to be written there did not come about.</summary>
    public void Dispose()
    {
        _file.Dispose();
        try
        {
            if (!Directory.EnumerateFileSystemEntries(_folder).Any())
            {
                Directory.Delete(_folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or in use again: nothing is lost.
        }
    }

    // ERROR_SHARING_VIOLATION of Windows, EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeld(IOException error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;
}
