namespace Waggle.Vm;

/// <summary>Where a program is attached: it is detached everywhere before its maps go.</summary>
public sealed unsafe partial class VmProgram
{
    private readonly HashSet<IDisposable> _links = [];
    private bool _isDisposed;

    internal VmEngine Engine => _engine;

    /// <summary>Notes a link, to be disposed with the program.</summary>
    /// <exception cref="ObjectDisposedException">The program is disposed already.</exception>
    internal void AddLink(IDisposable link)
    {
        lock (_links)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _links.Add(link);
        }
    }

    /// <summary>Forgets a link that is disposed.</summary>
    internal void RemoveLink(IDisposable link)
    {
        lock (_links) _links.Remove(link);
    }

    private void DetachAll()
    {
        IDisposable[] links;
        lock (_links)
        {
            _isDisposed = true;
            links = [.. _links];
        }

        foreach (IDisposable link in links) link.Dispose();
    }
}
