"""What the operating system is asked for: one instance a folder, processes and their ends, files nobody else
reads.
"""
