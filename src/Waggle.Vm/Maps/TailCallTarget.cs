namespace Waggle.Vm.Maps;

/// <summary>What a tail call can go to: a program, made ready to run.</summary>
internal abstract class TailCallTarget
{
    /// <summary>The program's number, which the host reads from a program array.</summary>
    public abstract uint Id { get; }

    /// <summary>Whether a program that uses an array may tail call this one: same type, same use of the context.</summary>
    /// <param name="user">The first program that was loaded with the array, or the first that was put into it.</param>
    public abstract bool GoesWith(TailCallTarget user);
}
