namespace Stn;

/// <summary>Something the user can mend. The message says what was given, what was wanted and what to do; it is printed without a trace.</summary>
internal sealed class UserException(string message, Exception? cause = null) : Exception(message, cause);
