namespace Waggle.Verifier.Kernels;

/// <summary>A row of a table: when Linux got something.</summary>
/// <param name="What">What it got.</param>
/// <param name="Name">Its name, as messages say it.</param>
/// <param name="Since">The first release that has it.</param>
internal readonly record struct Introduction<T>(T What, string Name, KernelVersion Since)
{
    /// <summary>A row as tables write it.</summary>
    public Introduction(T what, string name, string since) : this(what, name, KernelVersion.Parse(since)) { }
}
