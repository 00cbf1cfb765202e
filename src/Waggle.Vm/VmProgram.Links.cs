using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Where a program is attached, and which arrays it is tail called through: it is detached everywhere before its maps go.</summary>
public sealed unsafe partial class VmProgram
{
    private readonly HashSet<IDisposable> _links = [];
    private readonly ConditionalWeakTable<ProgramArray, ProgramArray> _arrays = []; // those of other objects may go before the program
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

    Errno ITailCallOwner.PutInto(ProgramArray array, Func<Errno> put)
    {
        if (array.Cpus != _engine.Cpus) return Errno.BadDescriptor;
        lock (_links)
        {
            if (_isDisposed) return Errno.BadDescriptor;
            Errno error = put();
            if (error == Errno.None) _arrays.AddOrUpdate(array, array);
            return error;
        }
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
        foreach ((ProgramArray array, _) in _arrays) array.Remove(_executable);
        if (_arrays.Any() && _engine.Cpus is { IsDisposed: false, Current: null }) _engine.Cpus.Synchronize(); // a tail call may be under way
    }
}
